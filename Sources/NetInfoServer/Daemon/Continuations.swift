import NetInfoStore
import Synchronization

/// What to do on the loop once work elsewhere is done. The actions never leave the loop's thread; only their numbers
/// travel.
final class Continuations: Sendable {
    private struct Table {
        var next = 0
        var actions: [Int: LoopAction] = [:]
    }

    /// An action of the loop's thread, kept in a table that other threads only pass on.
    ///
    /// Unchecked: it is made, called and destroyed on the loop's thread alone.
    private struct LoopAction: @unchecked Sendable {
        let call: (StoreError?) -> Void
    }

    private let table = Mutex(Table())

    func add(_ action: @escaping (StoreError?) -> Void) -> Int {
        let action = LoopAction(call: action)
        return table.withLock { table in
            table.next += 1
            table.actions[table.next] = action
            return table.next
        }
    }

    func resume(_ number: Int, _ failure: StoreError?) {
        let action = table.withLock { $0.actions.removeValue(forKey: number) }
        action?.call(failure)
    }
}
