import Engine
import Interface
import Metrics
import Testing

@MainActor @Suite(.timeLimit(.minutes(5))) struct InboxTests {
  @MainActor private final class Bursts { var counts: [Int] = [] }

  @Test func manyPostsAreOneWakeUp() async {
    let inbox = Inbox()
    for second in 0..<1_000 as Range<Int64> { inbox.post(.tick(Timestamp(seconds: second))) }
    let bursts = Bursts()
    let reader = Task {
      for await _ in inbox.wakeups {
        bursts.counts.append(inbox.drain().count)
        if bursts.counts.count == 2 { break }
      }
    }
    // Whatever is wrongly left in the stream would wake the reader at once.
    for _ in 0..<100 { await Task.yield() }
    #expect(bursts.counts == [1_000])
    inbox.post(.resumed)
    await reader.value
    #expect(bursts.counts == [1_000, 1])
  }

  @Test func aPostAfterTheDrainWakesAgain() async {
    let inbox = Inbox()
    inbox.post(.tick(Timestamp(seconds: 1)))
    #expect(await collect(inbox, 1).compactMap(\.moment) == [Timestamp(seconds: 1)])
    #expect(inbox.drain().isEmpty)
    inbox.post(.tick(Timestamp(seconds: 2)))
    #expect(await collect(inbox, 1).compactMap(\.moment) == [Timestamp(seconds: 2)])
  }

  @Test func theOrderIsThatOfThePosts() {
    let inbox = Inbox()
    let moments = (0..<500).map { Timestamp(seconds: $0 * 7_919 % 500) }
    for moment in moments { inbox.post(.tick(moment)) }
    #expect(inbox.drain().compactMap(\.moment) == moments)
  }

  @Test func postersOnManyThreadsLoseNothingAndKeepTheirOrder() async {
    let inbox = Inbox()
    let (posters, each): (Int64, Int64) = (8, 500)
    await withTaskGroup { group in
      for poster in 0..<posters {
        group.addTask {
          for place in 0..<each {
            inbox.post(.tick(Timestamp(milliseconds: poster * each + place)))
          }
        }
      }
    }
    let numbers = await collect(inbox, Int(posters * each)).compactMap(\.moment?.milliseconds)
    #expect(numbers.sorted() == Array(0..<posters * each))
    for poster in 0..<posters {
      let own = numbers.filter { $0 / each == poster }
      #expect(own == own.sorted())
    }
  }

  @Test func theTickerTellsTheTimeUntilItIsCancelled() async {
    let inbox = Inbox()
    let before = Clock.now
    let ticking = Task { await tick(into: inbox) }
    let moments = await collect(inbox, 2).compactMap(\.moment)
    ticking.cancel()
    await ticking.value
    #expect(moments.count == 2)
    #expect(moments.allSatisfy { $0 >= before } && moments == moments.sorted())
  }
}
