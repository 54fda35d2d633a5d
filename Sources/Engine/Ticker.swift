import Glibc
import Interface
package import Metrics

/// The viewer's clock.
package enum Clock {
  package static var now: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
  }
}

/// Tells the state each second what time it is, and when the machine has slept.
///
/// The boot clock goes on while a machine sleeps and the monotonic one does not, so their
/// difference tells a suspend from a slow second; a stopped process shows as a long tick. A clock
/// that was set goes another way than the one that nobody sets.
package func tick(into inbox: Inbox) async {
  var asleep = suspendedTime()
  let clock = ContinuousClock()
  var (last, told) = (clock.now, Clock.now)
  while !Task.isCancelled {
    let now = Clock.now
    let passed = clock.now - last
    let step = (now - told) - passed
    (last, told) = (clock.now, now)
    let wasSet = step > .seconds(2) || step < .seconds(-2)
    if wasSet || suspendedTime() - asleep > .seconds(2) || passed > .seconds(30) {
      asleep = suspendedTime()
      inbox.post(.tick(now))
      inbox.post(.resumed)
    } else {
      inbox.post(.tick(now))
    }
    // On the second, so that the clock on the screen is right and many walls don't drift.
    let rest = 1_000 - Int(now.milliseconds % 1_000)
    try? await Task.sleep(for: .milliseconds(max(20, rest)), clock: .continuous)
  }
}

private func suspendedTime() -> Duration {
  func read(_ clock: clockid_t) -> Duration {
    var time = timespec()
    clock_gettime(clock, &time)
    return .seconds(Int(time.tv_sec)) + .nanoseconds(Int(time.tv_nsec))
  }
  return read(CLOCK_BOOTTIME) - read(CLOCK_MONOTONIC)
}

/// Ticks for a replay: often enough that it flows at any speed.
package func tickSmoothly(into inbox: Inbox) async {
  while !Task.isCancelled {
    inbox.post(.tick(Clock.now))
    try? await Task.sleep(for: .milliseconds(200), clock: .continuous)
  }
}
