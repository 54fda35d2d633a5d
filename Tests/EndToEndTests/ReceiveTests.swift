import Documents
import Glibc
import ServerSupport
import Support
import Testing

/// `promwall receive` as an operator and an Alertmanager meet it.
struct ReceiveTests {
  private static func alert(_ name: String, environment: String = "prod") -> String {
    """
    {"version":"4","alerts":[{"status":"firing","startsAt":"2026-11-25T20:00:00Z",
     "labels":{"alertname":"\(name)","product":"catalog","environment":"\(environment)",
     "ticket":"urgent"},"annotations":{}}]}
    """
  }

  /// The status and the body of an answer.
  private func ask(
    _ port: Int,
    _ method: String = "POST",
    _ path: String = "/",
    body: String = "",
    headers: [String] = ["Content-Type: application/json"]
  ) throws -> (status: Int, body: String) {
    let head = ["\(method) \(path) HTTP/1.1", "Host: x", "Content-Length: \(body.utf8.count)"]
    let text = (head + headers).joined(separator: "\r\n") + "\r\n\r\n" + body
    let answer = String(
      decoding: try #require(Web.exchange(port, Array(text.utf8))),
      as: UTF8.self
    )
    let end = try #require(answer.firstRange(of: "\r\n\r\n"))
    return (Int(answer.dropFirst(9).prefix(3)) ?? 0, String(answer[end.upperBound...]))
  }

  @Test func aNotificationIsAnsweredOnceJiraHasIt() async throws {
    let receiver = try await Receiver(.datacenter)
    try await receiver.start()
    #expect(
      receiver.errors == "promwall: listening on http://127.0.0.1:\(receiver.port), tickets of"
        + " catalog\n"
    )
    let made = try ask(receiver.port, body: Self.alert("Queue"))
    #expect(made.status == 200)
    #expect(made.body == "SHOP-1 created\n")
    #expect(receiver.jira.issues[0].fields?["issuetype"]?["name"]?.string == "Incident")
    let again = try ask(receiver.port, body: Self.alert("Queue"))
    #expect(again.body == "SHOP-1 known\n")

    receiver.jira.next(.create, .received, .answer(503, headers: ["Retry-After: 77"]))
    let busy = try ask(receiver.port, body: Self.alert("Errors"))
    #expect(busy.status == 503)
    let origin = "127.0.0.1:\(receiver.jira.port)"
    let sentence = "Jira at \(origin) takes no more requests now (503); try again in 77 s\n"
    #expect(busy.body == sentence)
    #expect(receiver.errors.hasSuffix("promwall: \(sentence)"))
    let unknown = try ask(
      receiver.port,
      body: Self.alert("Queue").replacing("\"catalog\"", with: "\"shop\"")
    )
    #expect(unknown.status == 503)
    let malformed = try ask(receiver.port, body: "{}")
    #expect(malformed.status == 422)
    #expect(
      malformed.body == "the payload is no notification of Alertmanager's; point a"
        + " `webhook_configs` of Alertmanager's here\n"
    )

    receiver.signal(SIGTERM)
    #expect(await receiver.end(within: 10) == 0)
    let log = receiver.log
    #expect(log.contains("label=alert-Queue.catalog.prod milliseconds="))
    #expect(log.contains("outcome=created ticket=SHOP-1"))
    #expect(log.contains("path=/rest/api/2/issue product=catalog"))
    #expect(log.hasSuffix("info end code=0\n"))
    #expect(!(log + receiver.errors).contains("right"), "the token is nowhere")
  }

  @Test func whatElseIsAsked() async throws {
    let receiver = try await Receiver()
    try await receiver.start()
    let port = receiver.port
    #expect(try ask(port, "GET", "/-/healthy") == (200, "promwall is healthy\n"))
    #expect(try ask(port, "POST", "/-/healthy") == (405, "not that method\n"))
    #expect(try ask(port, "GET", "/") == (405, "not that method\n"))
    #expect(
      try ask(port, "GET", "/metrics") == (404, "there is nothing here; notifications go to /\n")
    )
    // What a page in a browser may send without asking.
    let form = try ask(port, body: Self.alert("Queue"), headers: ["Content-Type: text/plain"])
    #expect(form == (415, "a notification is application/json\n"))
    #expect(receiver.jira.issues.isEmpty)
  }

  @Test func aSecretIsAskedFor() async throws {
    let folder = try TemporaryFolder()
    let secret = folder.path + "/secret"
    try writeFile(secret, "s3cr3t\n")
    chmod(secret, 0o600)
    let receiver = try await Receiver(.cloud, ["--secret-file", secret])
    try await receiver.start()
    let json = "Content-Type: application/json"
    for wrong in ["", "Bearer", "Bearer s3cr3", "Bearer s3cr3tt", "Basic s3cr3t", "bearer s3cr3t"] {
      let headers = [json] + (wrong.isEmpty ? [] : ["Authorization: \(wrong)"])
      let refused = try ask(receiver.port, body: Self.alert("Queue"), headers: headers)
      #expect(refused == (401, "the secret is another one\n"), "\(wrong)")
    }
    #expect(receiver.jira.uris.isEmpty)
    let right = [json, "Authorization: Bearer s3cr3t"]
    #expect(try ask(receiver.port, body: Self.alert("Queue"), headers: right).status == 200)
    // It may be changed while promwall runs.
    try writeFile(secret, "other\n")
    #expect(try ask(receiver.port, body: Self.alert("Queue"), headers: right).status == 401)
    chmod(secret, 0o644)
    let open = try ask(receiver.port, body: Self.alert("Queue"), headers: right)
    #expect(open == (500, "the secret can't be read here\n"))
    #expect(!(receiver.log + receiver.errors).contains("s3cr3t"))
  }

  @Test func whyItDoesNotStart() async throws {
    let receiver = try await Receiver()
    let product = receiver.folder.path + "/catalog.json"
    let bare = receiver.folder.path + "/bare.json"
    try writeFile(bare, #"{ "product": "bare" }"#)
    let open = receiver.folder.path + "/open.secret"
    try writeFile(open, "x")
    chmod(open, 0o644)
    let cases: [(words: [String], status: Int32, sentence: String)] = [
      (["--listen", "0.0.0.0:0", product], 64, "others can reach 0.0.0.0:0, and anybody could"),
      (["--listen", "[::]:0", product], 64, "others can reach [::]:0, and anybody could"),
      (["--listen", "127.evil.example:0", product], 64, "others can reach 127.evil.example:0"),
      (["--listen", "9099", product], 64, "'9099' is invalid"),
      (["--listen", "127.0.0.1:0", "--read-only", product], 64, "receive makes tickets"),
      (["--listen", "127.0.0.1:0", "-e", "x", product], 64, "receive asks no Prometheus"),
      (
        ["--listen", "127.0.0.1:\(receiver.jira.port)", product], 64,
        "can't listen on 127.0.0.1:\(receiver.jira.port): address already in use; --listen takes"
          + " an address of this machine that is free"
      ),
      (
        ["--listen", "0.0.0.0:0", "--secret-file", open, product], 64,
        "others may read or change the secret file \(open) (mode 644); run: chmod 600 \(open)"
      ),
      (
        ["--listen", "127.0.0.1:0"], 1, "there are no products; name a product's file that has one"
      ),
      (["--listen", "127.0.0.1:0", bare], 1, "no product has a `jira`; name a product's file"),
      (
        ["--listen", "127.0.0.1:0", product, product], 1,
        "\(product): error: there is a product \"catalog\" already; give each product a name"
      ),
      (
        ["--listen", "127.0.0.1:0", bare + "x"], 1,
        "\(bare)x: error: can't be read: no such file or directory"
      ),
    ]
    for (words, status, sentence) in cases {
      let result = try await Program.run(["receive"] + words, seconds: 20)
      #expect(result.status == status, "\(words)")
      let flat = result.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(flat.contains(sentence), "\(words): \(flat)")
    }
  }

  /// The settings name the products where nothing else does.
  @Test func theSettingsNameProducts() async throws {
    let receiver = try await Receiver()
    let config = receiver.folder.path + "/config.json"
    try writeFile(config, #"{ "products": ["catalog.json"] }"#)
    let child = try Child(
      [Program.path, "receive", "--listen", "localhost:0", "--config", config],
      environment: Program.environment(home: receiver.folder.path),
      errors: receiver.folder.path + "/said"
    )
    let isThere = await eventually {
      readFile(receiver.folder.path + "/said")?.contains("tickets of catalog\n") == true
    }
    #expect(isThere)
    child.signal(SIGINT)
    #expect(await child.end(within: 10) == 0)
  }

  /// What is under way when the end comes is finished.
  @Test func anEndInTheMiddleOfADelivery() async throws {
    let receiver = try await Receiver()
    try await receiver.start()
    receiver.jira.next(.create, .received, .slow(milliseconds: 700)) { receiver.signal(SIGTERM) }
    let made = try ask(receiver.port, body: Self.alert("Queue"))
    #expect(made == (200, "SHOP-1 created\n"))
    #expect(await receiver.end(within: 10) == 0)
  }
}
