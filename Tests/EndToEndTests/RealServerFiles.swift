// What the servers of `RealExporters` read.

/// BIND as the primary of one zone, with its statistics on a port of their own.
func bindFiles(_ statistics: Int) -> (_ port: Int, _ folder: String) -> [String: String] {
  { port, folder in
    [
      "named.conf": """
      options {
        directory "\(folder)"; pid-file "\(folder)/pid"; session-keyfile "\(folder)/key";
        lock-file none; listen-on port \(port) { 127.0.0.1; }; listen-on-v6 { none; };
        recursion no; dnssec-validation no; tcp-idle-timeout 1;
      };
      controls { };
      statistics-channels { inet 127.0.0.1 port \(statistics) allow { 127.0.0.1; }; };
      zone "promwall.test" { type primary; file "zone"; };

      """,
      "zone": """
      $TTL 60
      @ SOA ns hostmaster 1 60 60 60 60
      @ NS ns
      ns A 127.0.0.1

      """,
    ]
  }
}

/// A question for the address of `ns.promwall.test`, as DNS over TCP has it (RFC 1035, 4.2.2).
let nameQuery: [UInt8] = {
  let header: [UInt8] = [0, 7, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
  let labels: [[UInt8]] = ["ns", "promwall", "test"].map { [UInt8($0.utf8.count)] + Array($0.utf8) }
  let name = labels.joined() + [0]
  let message = header + name + [0, 1, 0, 1]
  return [0, UInt8(message.count)] + message
}()

func apacheFiles(_ port: Int, _ folder: String) -> [String: String] {
  [
    "apache.conf": """
    ServerRoot /usr/lib/apache2
    ServerName localhost
    Listen 127.0.0.1:\(port)
    PidFile \(folder)/pid
    DefaultRuntimeDir \(folder)
    Mutex file:\(folder)
    ErrorLog /dev/stderr
    User www-data
    Group www-data
    LoadModule mpm_event_module modules/mod_mpm_event.so
    LoadModule authz_core_module modules/mod_authz_core.so
    LoadModule status_module modules/mod_status.so
    ExtendedStatus On
    <Location /server-status>
      SetHandler server-status
    </Location>

    """
  ]
}

/// PostgreSQL refuses to be root: where the tests are, it is Debian's user.
let postgresScript = """
  set -e
  bin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
  as=
  if [ "$(id -u)" = 0 ]; then
    chown postgres "$HOME"
    as="setpriv --reuid=postgres --regid=postgres --clear-groups"
  fi
  cd "$HOME"
  $as "$bin/initdb" -D "$HOME/data" -U yard -A trust --no-locale -E UTF8 --no-sync
  echo 'CREATE DATABASE yard' | $as "$bin/postgres" --single -D "$HOME/data" postgres
  exec $as "$bin/postgres" -D "$HOME/data" -p "$1" -c listen_addresses=127.0.0.1 \\
    -c unix_socket_directories= -c fsync=off
  """

/// An alert, and recorded utilisation by the names that dashboards of the Prometheus community use.
let yardRules = """
  groups:
    - name: yard
      rules:
        - { alert: Waiting, expr: vector(73) > 50, labels: { severity: warning } }
        - record: instance:node_num_cpu:sum
          expr: count without (cpu, mode) (node_cpu_seconds_total{mode="idle"})
        - record: instance:node_cpu_utilisation:rate5m
          expr: 1 - avg without (cpu, mode) (rate(node_cpu_seconds_total{mode="idle"}[1m]))
        - record: instance:node_load1_per_cpu:ratio
          expr: node_load1 / instance:node_num_cpu:sum
        - record: instance:node_memory_utilisation:ratio
          expr: 1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes
        - record: instance:node_vmstat_pgmajfault:rate5m
          expr: rate(node_vmstat_pgmajfault[1m])
        - record: instance_device:node_disk_io_time_seconds:rate5m
          expr: rate(node_disk_io_time_seconds_total[1m])
        - record: instance_device:node_disk_io_time_weighted_seconds:rate5m
          expr: rate(node_disk_io_time_weighted_seconds_total[1m])
        - record: instance:node_network_receive_bytes_excluding_lo:rate5m
          expr: sum without (device) (rate(node_network_receive_bytes_total{device!="lo"}[1m]))
        - record: instance:node_network_transmit_bytes_excluding_lo:rate5m
          expr: sum without (device) (rate(node_network_transmit_bytes_total{device!="lo"}[1m]))

  """
