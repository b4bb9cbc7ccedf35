import Dispatch
package import ONCRPC
import Synchronization

/// One question: whether a password opens a hash.
struct PasswordQuestion: Hashable, Sendable {
    let password: [UInt8]
    let hash: [UInt8]
}

/// Hashes passwords away from the event loop, which a modern scheme would hold up for a tenth of a second each, and
/// remembers the answers for a short while.
///
/// Lives on the event loop's thread; only hashing happens elsewhere.
package final class PasswordQueue {
    private struct Answer {
        let opens: Bool
        var used: Double
    }

    private unowned let loop: EventLoop
    private let queue = DispatchQueue(label: "netinfo.passwords", qos: .utility)
    private var answers: [PasswordQuestion: Answer] = [:]
    private var isSweeping = false

    /// Questions that wait or are being answered.
    private(set) var waiting = 0
    private var waitingBytes = 0
    private let continuations = Continuations()

    /// Questions that may wait, and bytes of the requests behind them: more are turned away.
    private static let capacity = 64
    private static let byteCapacity = 16 << 20
    /// Answers that are kept, and seconds without use for which they are.
    private static let memory = 256
    private static let lifetime = 60.0

    package init(loop: EventLoop) { self.loop = loop }

    /// The answer, if it is known.
    func answer(_ question: PasswordQuestion) -> Bool? {
        guard let answer = answers[question] else { return nil }
        answers[question]?.used = EventLoop.now
        return answer.opens
    }

    /// Works the answers out and calls `completion` on the loop's thread, when `answer` has them; false when too many
    /// wait already. `size` is what the request behind the questions takes, in bytes.
    func ask(_ questions: [PasswordQuestion], size: Int, completion: @escaping () -> Void) -> Bool {
        guard waiting < Self.capacity, waitingBytes + size <= Self.byteCapacity else { return false }
        waiting += 1
        waitingBytes += size
        let box = AnswerBox()
        let number = continuations.add { [self] _ in
            waiting -= 1
            waitingBytes -= size
            remember(questions, box.found.withLock { $0 })
            completion()
        }
        let (mailbox, continuations) = (loop.mailbox, continuations)
        queue.async {
            let opens = questions.map { PasswordCheck.matches($0.password, hash: $0.hash) }
            box.found.withLock { $0 = opens }
            mailbox.perform { _ in continuations.resume(number, nil) }
        }
        return true
    }

    private func remember(_ questions: [PasswordQuestion], _ opens: [Bool]) {
        let now = EventLoop.now
        if answers.count + questions.count > Self.memory { forget(usedBefore: now - 1) }
        if answers.count + questions.count > Self.memory { answers.removeAll() }
        for (question, opens) in zip(questions, opens) { answers[question] = Answer(opens: opens, used: now) }
        sweepLater()
    }

    /// Passwords do not stay in memory for longer than they are of use.
    private func sweepLater() {
        guard !isSweeping, !answers.isEmpty else { return }
        isSweeping = true
        loop.schedule(after: Self.lifetime / 4) { [weak self] _ in
            guard let self else { return }
            isSweeping = false
            forget(usedBefore: EventLoop.now - Self.lifetime)
            sweepLater()
        }
    }

    private func forget(usedBefore time: Double) { answers = answers.filter { $0.value.used >= time } }

    /// Forgets a wrong answer at once: it was only kept for the call that asked.
    func forgetWrong(_ questions: [PasswordQuestion]) {
        for question in questions where answers[question]?.opens == false { answers[question] = nil }
    }

    /// Carries answers from the thread that hashes.
    private final class AnswerBox: Sendable {
        let found = Mutex<[Bool]>([])
    }
}
