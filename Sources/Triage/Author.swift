import Glibc
package import Metrics

/// Who acts: `user@host`, as the operating system knows them.
package enum Author {
  package static var current: ForeignText {
    let user = getpwuid(getuid()).flatMap { $0.pointee.pw_name }.map { String(cString: $0) }
    var name = utsname()
    let host =
      uname(&name) == 0
      ? withUnsafePointer(to: &name.nodename) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 65) { String(cString: $0) }
      } : "localhost"
    return ForeignText("\(user ?? "uid-\(getuid())")@\(host)")
  }
}
