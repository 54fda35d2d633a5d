import Glibc

/// A small shell at the end of a line that starts the demo's servers and outlives us by a moment.
///
/// It reads commands; at the end of the line, which comes when this process is gone for whatever
/// reason, `kill -9` included, it stops what it started and removes the folder. It has a session of
/// its own, so that Ctrl-C and a hang-up at the terminal don't reach it first.
final class Supervisor: Sendable {
  private let folder: String
  private let pid: pid_t
  private let line: Int32

  private static let script = """
    trap : TERM HUP INT
    folder=$1 prometheus=$2 alertmanager=$3 promtool=$4
    cd "$folder" || exit 1
    pids= maker=
    while read -r word port other; do
      case $word in
      history)
        { trap 'kill $!; wait $!' TERM
          "$promtool" tsdb create-blocks-from openmetrics -q history.om data & wait $!
          echo $? >done.new; mv done.new done; } </dev/null >promtool.log 2>&1 &
        maker=$! ;;
      serve)
        "$alertmanager" --config.file=alertmanager.yml --storage.path=alertmanager \\
          --web.listen-address="127.0.0.1:$other" --cluster.listen-address= \\
          </dev/null >alertmanager.log 2>&1 &
        pids="$pids $!"
        "$prometheus" --config.file=prometheus.yml --storage.tsdb.path=data \\
          --storage.tsdb.retention.time=2d --web.listen-address="127.0.0.1:$port" \\
          </dev/null >prometheus.log 2>&1 &
        pids="$pids $!"
        echo $! >pid.new; mv pid.new "prometheus.$port" ;;
      esac
    done
    [ -e done ] || pids="$pids $maker"
    for pid in $pids; do kill -TERM "$pid" 2>/dev/null; done
    ( trap 'kill $!; exit' TERM
      sleep 5 & wait $!
      for pid in $pids; do kill -KILL "$pid" 2>/dev/null; done ) </dev/null >/dev/null 2>&1 &
    guard=$!
    for pid in $pids; do wait "$pid"; done
    kill "$guard" 2>/dev/null
    cd / && rm -rf -- "$folder"
    """

  init(folder: String, prometheus: String, alertmanager: String, promtool: String)
    throws(DemoError)
  {
    // Sockets are born with CLOEXEC, so that no child which another thread starts at this moment
    // holds the line open after us; Swift's Glibc has no `pipe2`.
    var ends: [Int32] = [0, 0]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw DemoError(what: "no line to /bin/sh could be made", fix: "")
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The terminal's signals were set to be ignored here, and threads of the runtime block all; the
    // shell waits for its children by SIGCHLD, and the servers want theirs.
    var all = sigset_t()
    sigemptyset(&all)
    for number in [SIGTERM, SIGHUP, SIGINT, SIGPIPE, SIGTSTP] { sigaddset(&all, number) }
    posix_spawnattr_setsigdefault(&attributes, &all)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    let newSession: Int32 = 0x80
    posix_spawnattr_setflags(
      &attributes,
      Int16(newSession | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
    )
    let words = [
      "/bin/sh", "-c", Self.script, "promwall-demo", folder, prometheus, alertmanager, promtool,
    ]
    let arguments = words.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var pid = pid_t()
    let status = posix_spawn(&pid, "/bin/sh", &actions, &attributes, arguments, environ)
    close(ends[0])
    guard status == 0 else {
      close(ends[1])
      throw DemoError(what: "/bin/sh could not be started", fix: "")
    }
    self.folder = folder
    self.pid = pid
    line = ends[1]
  }

  func tell(_ command: String) {
    let bytes = Array((command + "\n").utf8)
    _ = send(line, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// Whether the Prometheus of this port was started and has ended.
  ///
  /// The shell doesn't wait for it before its own end, so that until then no other process has its
  /// number: it is a zombie.
  func hasEnded(prometheus port: Int) -> Bool {
    let pid = Files.text("\(folder)/prometheus.\(port)").filter(\.isNumber)
    guard !pid.isEmpty else { return false }
    // `42 (prometheus) S 1 …`; the name may hold spaces and brackets.
    let stat = Files.text("/proc/\(pid)/stat")
    let state = stat.lastIndex(of: ")").flatMap { stat[$0...].dropFirst(2).first }
    return state == nil || state == "Z" || state == "X"
  }

  /// Ends the line and waits until everything is gone, a few seconds at most.
  func stop() async {
    close(line)
    for _ in 0..<200 {
      if waitpid(pid, nil, WNOHANG) != 0 { return }
      try? await Task.sleep(for: .milliseconds(40))
    }
  }
}
