import Demo
import Glibc
import Metrics
import Synchronization
import Testing

/// The servers of the demo, on 127.0.0.1.
@Suite(.timeLimit(.minutes(5))) struct DemoTests {
  private static var now: Timestamp { Timestamp(seconds: Int64(time(nil))) }

  // MARK: - The exporter

  @Test func exportersHavePortsOfTheirOwnAndTellTheStory() async throws {
    let origin = Self.now
    let stories = [Story(origin: origin), Story(origin: origin - .hours(1))]
    let first = try await Exporter.start(stories[0])
    let second = try await Exporter.start(stories[1])
    #expect(first.port != second.port)
    for (exporter, story) in zip([first, second], stories) {
      let before = Exposition.scrape(story, at: Self.now)
      let answer = try #require(Loopback.get(exporter.port, "/metrics"))
      let after = Exposition.scrape(story, at: Self.now + .seconds(1))
      let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
      #expect(parts[0].hasPrefix("HTTP/1.1 200") || parts[0].hasPrefix("HTTP/1.0 200"))
      #expect(parts[0].lowercased().contains("content-type: text/plain; version=0.0.4"))
      // Between the moment before and the one after, though the clock may pass a mark.
      #expect(Self.names(String(parts[1])) == Self.names(before))
      #expect(Self.uploads(String(parts[1])) >= Self.uploads(before))
      #expect(Self.uploads(String(parts[1])) <= Self.uploads(after))
    }
    await first.stop()
    #expect(!Loopback.listens(first.port))
    #expect(Loopback.listens(second.port))
    await second.stop()
    #expect(!Loopback.listens(second.port))
  }

  /// A child that did would keep its port open after it has stopped.
  @Test func noChildInheritsAnExporter() async throws {
    let exporter = try await Exporter.start(Story(origin: Self.now))
    let own = (0..<4_096).filter { descriptor in
      var address = sockaddr_in()
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      let isSocket = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          getsockname(Int32(descriptor), $0, &size) == 0
        }
      }
      return isSocket && Int(UInt16(bigEndian: address.sin_port)) == exporter.port
    }
    #expect(own.count == 1)
    #expect(own.allSatisfy { fcntl(Int32($0), F_GETFD) & FD_CLOEXEC != 0 })
    await exporter.stop()
  }

  private static func names(_ text: String) -> [Substring] {
    text.split(separator: "\n").compactMap { $0.split(separator: " ").first }
  }

  private static func uploads(_ text: String) -> Double {
    text.split(separator: "\n").filter { $0.hasPrefix("uploads_total") }
      .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0, +)
  }

  // MARK: - The whole

  private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// `data` of a query as the server writes it.
  private static func query(_ demo: RunningDemo, _ expression: String) -> String {
    let escaped = expression.utf8.map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" : "") + digits
    }
    return Loopback.get(
      Loopback.port(demo.prometheusURL),
      "/api/v1/query?query=" + escaped.joined()
    ) ?? ""
  }

  /// The processes whose command line names a folder.
  private static func processes(_ folder: String) -> [String] {
    guard let handle = opendir("/proc") else { return [] }
    defer { closedir(handle) }
    var found: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard let pid = pid_t(name), pid != getpid() else { continue }
      var link = [CChar](repeating: 0, count: 4_096)
      let length = readlink("/proc/\(pid)/cwd", &link, link.count - 1)
      guard length > 0 else { continue }
      let cwd = String(decoding: link[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if cwd.hasPrefix(folder) { found.append(name) }
    }
    return found
  }

  @Test func twoDemosRunAndEachStopsAlone() async throws {
    let told = Mutex<[String]>([])
    let now = Self.now
    async let starting = Demo.start(now: now) { word in told.withLock { $0.append(word) } }
    let other = try await Demo.start(now: now) { _ in }
    let demo = try await starting
    #expect(
      told.withLock { $0 }.prefix(2) == [
        "making 24 hours of history ...", "starting Prometheus and Alertmanager ...",
      ]
    )
    let ports = [demo, other].flatMap { [$0.prometheusURL, $0.alertmanagerURL] }
      .map(Loopback.port)
    #expect(Set(ports).count == 4)
    #expect(demo.folder != other.folder)
    #expect(demo.story.origin == other.story.origin)
    for port in ports {
      #expect(Loopback.get(port, "/-/healthy")?.contains(" 200 OK") == true, "\(port)")
    }
    #expect(Self.exists(demo.folder + "/prometheus.yml"))
    #expect(Self.processes(demo.folder).count >= 3, "the shell and its two servers")
    try expectThePlot(demo)

    await demo.stop()
    #expect(!Self.exists(demo.folder))
    #expect(Self.processes(demo.folder) == [])
    #expect(!ports[..<2].contains(where: Loopback.listens))
    #expect(ports[2...].allSatisfy(Loopback.listens))
    #expect(Self.exists(other.folder))
    await other.stop()
    #expect(!Self.exists(other.folder))
    #expect(Self.processes(other.folder) == [])
    #expect(!ports.contains(where: Loopback.listens))
  }

  /// Rules are loaded, and the history has what the story tells.
  private func expectThePlot(_ demo: RunningDemo) throws {
    let rules = Loopback.get(Loopback.port(demo.prometheusURL), "/api/v1/rules") ?? ""
    for name in ["ErrorMessage", "QueueAboveLimit", "StageSlow", "ExporterDown"] {
      #expect(rules.contains("\"name\":\"\(name)\""), "\(rules)")
    }
    #expect(!rules.contains("\"health\":\"err\""), "\(rules)")
    let alerts = Loopback.get(Loopback.port(demo.prometheusURL), "/api/v1/alerts") ?? ""
    #expect(alerts.contains("\"alertname\":\"ErrorMessage\""), "\(alerts)")

    let last = demo.story.origin - Story.scrape
    let moment = last.parameter
    let selector = #"uploads_total{system="bitrix",file_type="xml",mode="auto"}"#
    let counted = demo.story.count(
      system: "bitrix",
      mode: .auto,
      fileType: "xml",
      from: Fixture.moment(-10_800) + (demo.story.origin - Fixture.origin),
      to: last
    )
    let answer = Self.query(demo, "\(selector) @ \(moment)")
    #expect(answer.contains("\"\(counted)\"]"), "\(answer)")
    let up = Self.query(demo, #"count_over_time(up{job="catalog"}[1d] @ \#(moment))"#)
    #expect(up.contains("\"5760\"]"), "\(up)")
  }
}
