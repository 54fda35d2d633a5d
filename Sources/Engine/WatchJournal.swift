import Documents
import Interface
package import Logging
import Metrics
package import Triage

/// Tells the state who has claimed what, each time that the journal has grown.
///
/// - Parameters:
///   - journal: Of all who look at these alerts.
///   - inbox: Where it is told.
///   - log: Told why it can't be read.
package func watch(_ journal: JournalFile, inbox: Inbox, log: Logger? = nil) async {
  var known: Files.Stamp?
  while !Task.isCancelled {
    if let stamp = Files.stamp(journal.path), stamp != known {
      known = stamp
      do throws(Problem) {
        inbox.post(.claimed(Claims(try journal.read())))
      } catch {
        // Alerts are shown as they are; nobody's claim is worth hiding one.
        log?.error("journal", metadata: ["failure": "\(error.description)"])
      }
    }
    try? await Task.sleep(for: .seconds(1))
  }
}
