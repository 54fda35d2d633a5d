package import Documents
import Glibc
import Panels

extension Library {
  /// Puts edited queries into a dashboard's file as it stands now.
  ///
  /// - Returns: The file's path; or why nothing was written.
  package func save(_ changes: [QueryChange], in file: String) -> Result<String, Problem> {
    Result { () throws(Problem) in
      guard let path = path(of: file) else {
        throw Problem(
          what: "not saved: this layout is promwall's own and has no file",
          fix: "save layouts/\(file).json from promwall's sources in ~/.config/promwall/layouts,"
            + " and it is opened instead",
          code: "rewrite.shipped"
        )
      }
      let stamp = Files.stamp(path)
      let bytes = try Files.read(path)
      let text = try QueryRewrite.rewritten(
        bytes,
        file: path,
        kinds: PanelCatalog.kinds,
        changes: changes
      )
      try Files.replace(path, with: text, ifStill: stamp)
      return path
    }
  }
}

extension Files {
  /// Puts a file in the place of another, which is whole at every moment.
  ///
  /// Written beside it, brought to the disk, and renamed; a symbolic link stays, and its target is
  /// replaced. Mode and, where that is allowed, owner stay.
  ///
  /// - Parameters:
  ///   - path: Of a file that is there.
  ///   - bytes: All of the new one.
  ///   - stamp: What it had when it was read; if it has another one by now, it stays.
  ///   - write: The system's; tests have one that fails.
  /// - Throws: Why not; then the file is as it was, and nothing is left beside it.
  package static func replace(
    _ path: String,
    with bytes: [UInt8],
    ifStill stamp: Stamp?,
    write: (Int32, UnsafeRawPointer?, Int) -> Int = Glibc.write
  ) throws(Problem) {
    guard let resolved = realpath(path, nil) else { throw unsaved(path) }
    defer { free(resolved) }
    let target = String(cString: resolved)
    var status = Glibc.stat()
    guard stat(target, &status) == 0, access(target, W_OK) == 0 else { throw unsaved(path) }
    let folder = String(target[...(target.lastIndex(of: "/") ?? target.startIndex)])
    let name = "\(folder).promwall-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw unsaved(path) }
    var isDone = false
    defer {
      close(descriptor)
      if !isDone { unlink(name) }
    }
    // Of a folder's group, or another's file: whoever may not give it away keeps it.
    if status.st_uid != geteuid() || status.st_gid != getegid() {
      _ = fchown(descriptor, status.st_uid, status.st_gid)
    }
    guard fchmod(descriptor, status.st_mode & 0o7777) == 0 else { throw unsaved(path) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw unsaved(path) }
      rest = rest.dropFirst(count)
    }
    guard fsync(descriptor) == 0 else { throw unsaved(path) }
    guard Files.stamp(path) == stamp else {
      throw Problem(
        what: "not saved: the file was changed at the same moment",
        fix: "try again",
        code: "rewrite.changed",
        file: path
      )
    }
    guard rename(name, target) == 0 else { throw unsaved(path) }
    isDone = true
    bringToDisk(folder: folder)
  }

  /// The name itself; where a file system can't, the file is whole nevertheless.
  private static func bringToDisk(folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private static func unsaved(_ path: String) -> Problem {
    let reason = String(cString: strerror(errno)).lowercased()
    return Problem(
      what: "not saved: \(reason)",
      fix: "check the permissions of the file and its folder, and whether the disk is full",
      code: "file.unwritten",
      file: path
    )
  }
}
