import Documents
import Engine
import Glibc
import ServerSupport
import Support
import Testing

@Suite struct FilesTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  @Test func aFileIsReadWhole() throws {
    let text = String(repeating: "0123456789\u{0}é\n", count: 20_000)
    let path = folder.path + "/long"
    try writeFile(path, text)
    #expect(try Files.read(path) == Array(text.utf8))
    #expect(try Files.read(folder.file("empty", "")) == [])
  }

  @Test func aFileThatIsTooLargeIsNotRead() throws {
    // Of holes, so that it costs no disk.
    let path = try folder.file("large.json", "")
    #expect(truncate(path, Files.maximumBytes) == 0)
    #expect(try Files.read(path).count == Files.maximumBytes)
    #expect(truncate(path, Files.maximumBytes + 1) == 0)
    let problem = try #require(Result { () throws(Problem) in try Files.read(path) }.error)
    #expect(problem.what == "the file is larger than 32 MiB")
    #expect(problem.fix == "is it a dashboard?")
    #expect(problem.code == "file.size")
    #expect(problem.file == path)
  }

  @Test func aFileWithoutEndIsNotReadForEver() throws {
    let problem = try #require(Result { () throws(Problem) in try Files.read("/dev/zero") }.error)
    #expect(problem.code == "file.size")
  }

  @Test func whyAFileCantBeReadIsTold() throws {
    let missing = folder.path + "/missing.json"
    for (path, reason) in [
      (missing, "no such file or directory"), (folder.path, "is a directory"),
      (missing + "/x", "no such file or directory"),
    ] {
      let problem = try #require(Result { () throws(Problem) in try Files.read(path) }.error)
      #expect(problem.what == "can't be read: \(reason)")
      #expect(problem.fix == "check the path and its permissions")
      #expect(problem.code == "file.unreadable")
      #expect(problem.file == path)
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func whatMayNotBeReadIsTold() throws {
    let path = try folder.file("secret.json", "{}", mode: 0)
    let problem = try #require(Result { () throws(Problem) in try Files.read(path) }.error)
    #expect(problem.what == "can't be read: permission denied")
    #expect(Files.exists(path))
  }

  @Test func filesAndFoldersAreTold() throws {
    let path = try folder.file("a", "")
    #expect(Files.exists(path) && !Files.isFolder(path))
    #expect(Files.exists(folder.path) && Files.isFolder(folder.path))
    #expect(!Files.exists(path + "b") && !Files.isFolder(path + "b"))
  }

  @Test func aStampChangesWithWhatIsSaved() throws {
    let path = try folder.file("a.json", "{}")
    let stamp = try #require(Files.stamp(path))
    #expect(Files.stamp(path) == stamp)
    _ = try folder.file("a.json", "{ }")
    #expect(Files.stamp(path) != stamp)
    #expect(unlink(path) == 0)
    #expect(Files.stamp(path) == nil)
  }

  /// As editors save: a new file, of the same size here and with the same time, takes the name.
  @Test func aStampChangesOnARename() throws {
    let path = try folder.file("a.json", "{1}")
    let other = try folder.file("a.json.new", "{2}")
    let times = [
      timespec(tv_sec: 1_700_000_000, tv_nsec: 0), timespec(tv_sec: 1_700_000_000, tv_nsec: 0),
    ]
    for file in [path, other] { #expect(utimensat(AT_FDCWD, file, times, 0) == 0) }
    let stamp = try #require(Files.stamp(path))
    #expect(rename(other, path) == 0)
    #expect(Files.stamp(path) != stamp)
  }
}
