import Glibc

/// Calls over UDP: repeated while no answer comes, to one server or to several at once.
package enum RPCDatagramClient {
    /// One server to ask, and what to ask it.
    package struct Target: Sendable {
        package var endpoint: ClientEndpoint
        package var call: ClientCall

        package init(endpoint: ClientEndpoint, call: ClientCall) {
            self.endpoint = endpoint
            self.call = call
        }
    }

    /// Five tries of a second each (`protocol.md` 1.8, timeouts).
    package static let singleRounds: [Duration] = Array(repeating: .seconds(1), count: 5)

    /// The waits between sends to several servers (`protocol.md` 1.8, choosing among several servers).
    package static let multipleRounds: [Duration] = [156, 156, 312, 625, 1250, 2500].map { .milliseconds($0) }

    /// Asks one server; a refusal is thrown.
    package static func call(
        _ call: ClientCall, at endpoint: ClientEndpoint, rounds: [Duration] = singleRounds, deadline: ClientDeadline
    ) throws(RPCClientError) -> ClientReply {
        let target = Target(endpoint: endpoint, call: call)
        let reply = try ask([target], rounds: rounds, deadline: deadline) { _, reply, _ in reply }
        if let refusal = reply.refusal { throw RPCClientError(.refused(refusal), attempt: "udp \(endpoint)") }
        return reply
    }

    /// Asks all targets in every round until `accept` makes something of a reply.
    ///
    /// `accept` gets the index of the target, the reply and the address it came from, and returns nil to go on
    /// waiting. The source is not compared with the target: a host answers from whichever of its addresses it likes,
    /// and transaction ids are random.
    package static func ask<Answer>(
        _ targets: [Target], rounds: [Duration] = multipleRounds, deadline: ClientDeadline,
        accept: (Int, ClientReply, ClientAddress?) -> Answer?
    ) throws(RPCClientError) -> Answer {
        let attempt = "udp " + targets.map { "\($0.endpoint)" }.joined(separator: ", ")
        let exchange = try DatagramExchange(targets: targets, attempt: attempt)
        for wait in rounds where !deadline.hasPassed {
            try exchange.send()
            let roundEnd = deadline.within(wait)
            while let (index, reply, source) = try exchange.receive(deadline: roundEnd) {
                if let answer = accept(index, reply, source) { return answer }
            }
        }
        throw RPCClientError(.timedOut, attempt: attempt)
    }
}
