package import NetInfoProtocol
package import ONCRPC
package import XDR

/// A connection to the server of one domain. Every procedure is a method that returns decoded results, or throws the
/// server's status.
///
/// A connection that the server closed is made anew once per call, and the call repeated, writes included: the
/// instance check turns a write that had been executed already into "stale" (`protocol.md` 1.8).
package final class NetInfoConnection {
    /// Where the server listens.
    package let endpoint: ClientEndpoint
    /// The tag the server was found by.
    package let tag: [UInt8]
    /// Sent with every call from now on.
    package var credential = ClientCredential.none
    /// Bounds every call from now on.
    package var deadline: ClientDeadline
    private var client: RPCStreamClient?

    /// Connects to a server.
    package init(
        to endpoint: ClientEndpoint, tag: [UInt8], deadline: ClientDeadline
    ) throws(NetInfoClientError) {
        self.endpoint = endpoint
        self.tag = tag
        self.deadline = deadline
        do throws(RPCClientError) {
            client = try RPCStreamClient(connectingTo: endpoint, deadline: deadline)
        } catch { throw NetInfoClientError(error) }
    }

    private func message(_ procedure: NIProcedure, _ encode: (inout XDRWriter) -> Void) -> ClientCall {
        ClientCall(
            program: NIProgram.directory, version: NIProgram.directoryVersion, procedure: procedure.rawValue,
            credential: credential, encode: encode)
    }

    /// Calls a procedure whose results have no status.
    package func call<Value>(
        _ procedure: NIProcedure, _ encode: (inout XDRWriter) -> Void = { _ in },
        results: (inout XDRReader) throws(XDRError) -> Value
    ) throws(NetInfoClientError) -> Value {
        let call = message(procedure, encode)
        do throws(RPCClientError) {
            let reply = try exchange(call)
            return try decode(reply, results)
        } catch { throw NetInfoClientError(error) }
    }

    /// Calls a procedure whose results follow a status; a status other than `ok` is thrown.
    package func checkedCall<Value>(
        _ procedure: NIProcedure, _ encode: (inout XDRWriter) -> Void = { _ in },
        results: (inout XDRReader) throws(XDRError) -> Value
    ) throws(NetInfoClientError) -> Value {
        let result = try call(procedure, encode) { (reader) throws(XDRError) in
            try Self.checked(&reader, results)
        }
        return try result.get()
    }

    private static func checked<Value>(
        _ reader: inout XDRReader, _ results: (inout XDRReader) throws(XDRError) -> Value
    ) throws(XDRError) -> Result<Value, NetInfoClientError> {
        let status = NIStatus(rawValue: try reader.readUInt32())
        guard status == .ok else { return .failure(NetInfoClientError(status)) }
        return .success(try results(&reader))
    }

    private func exchange(_ call: ClientCall) throws(RPCClientError) -> ClientReply {
        if let client {
            do throws(RPCClientError) {
                return try client.call(call, deadline: deadline)
            } catch {
                // After an error a late reply may still arrive, so that only a refusal leaves the stream usable.
                if case .refused = error.reason { throw error }
                self.client = nil
                guard error.isDisconnection else { throw error }
            }
        }
        let fresh = try RPCStreamClient(connectingTo: endpoint, deadline: deadline)
        let reply = try fresh.call(call, deadline: deadline)
        client = fresh
        return reply
    }

    private func decode<Value>(
        _ reply: ClientReply, _ results: (inout XDRReader) throws(XDRError) -> Value
    ) throws(RPCClientError) -> Value {
        do throws(XDRError) {
            return try reply.results(results)
        } catch {
            throw RPCClientError(.malformedReply, attempt: "tcp \(endpoint)")
        }
    }
}

extension NetInfoConnection {
    /// Sends a call without waiting for its reply and returns its transaction id; `collect` takes the replies.
    ///
    /// For many independent calls in a row. Nothing is repeated when the connection breaks.
    package func submit(
        _ procedure: NIProcedure, _ encode: (inout XDRWriter) -> Void
    ) throws(NetInfoClientError) -> UInt32 {
        do throws(RPCClientError) {
            return try connected().send(message(procedure, encode), deadline: deadline)
        } catch {
            client = nil
            throw NetInfoClientError(error)
        }
    }

    /// Waits for the next reply to a submitted call: its transaction id, and its results or the server's status.
    package func collect<Value>(
        _ results: (inout XDRReader) throws(XDRError) -> Value
    ) throws(NetInfoClientError) -> (xid: UInt32, Result<Value, NetInfoClientError>) {
        do throws(RPCClientError) {
            let reply = try connected().receive(deadline: deadline)
            if let refusal = reply.refusal {
                let error = RPCClientError(.refused(refusal), attempt: "tcp \(endpoint)")
                return (reply.xid, .failure(NetInfoClientError(error)))
            }
            let result = try decode(reply) { (reader) throws(XDRError) in try Self.checked(&reader, results) }
            return (reply.xid, result)
        } catch {
            client = nil
            throw NetInfoClientError(error)
        }
    }

    private func connected() throws(RPCClientError) -> RPCStreamClient {
        if let client { return client }
        let fresh = try RPCStreamClient(connectingTo: endpoint, deadline: deadline)
        client = fresh
        return fresh
    }
}
