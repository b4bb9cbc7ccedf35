package import XDR

/// A reply message: whose call it answers, and the results or the refusal (RFC 5531 section 9).
package struct ClientReply: Sendable {
    /// The transaction id of the call.
    package let xid: UInt32
    /// Why the call was not executed; nil when there are results.
    package let refusal: ClientRefusal?
    private let message: [UInt8]
    private let start: Int

    /// Reads a reply message; bytes that are none throw.
    package init(message: [UInt8]) throws(XDRError) {
        let header: Result<(UInt32, ClientRefusal?, Int), XDRError> = message.withUnsafeBytes { raw in
            var reader = XDRReader(raw)
            do throws(XDRError) {
                let (xid, refusal) = try Self.readHeader(from: &reader)
                return .success((xid, refusal, reader.offset))
            } catch { return .failure(error) }
        }
        (xid, refusal, start) = try header.get()
        self.message = message
    }

    private static func readHeader(from reader: inout XDRReader) throws(XDRError) -> (UInt32, ClientRefusal?) {
        let xid = try reader.readUInt32()
        guard try reader.readUInt32() == 1 else { throw .invalidDiscriminant }
        switch try reader.readUInt32() {
        case 0:
            _ = try reader.readUInt32()
            _ = try reader.readOpaque(maximum: 400)
            return (xid, try readAcceptance(from: &reader))
        case 1: return (xid, try readDenial(from: &reader))
        default: throw .invalidDiscriminant
        }
    }

    private static func readAcceptance(from reader: inout XDRReader) throws(XDRError) -> ClientRefusal? {
        switch try reader.readUInt32() {
        case 0: nil
        case 1: .programUnavailable
        case 2: .programMismatch(low: try reader.readUInt32(), high: try reader.readUInt32())
        case 3: .procedureUnavailable
        case 4: .garbageArguments
        case 5: .systemError
        case let status: .unknown(status)
        }
    }

    private static func readDenial(from reader: inout XDRReader) throws(XDRError) -> ClientRefusal {
        switch try reader.readUInt32() {
        case 0: .versionMismatch(low: try reader.readUInt32(), high: try reader.readUInt32())
        case 1: .authentication(try reader.readUInt32())
        case let status: .unknown(status)
        }
    }

    /// Decodes the results; bytes left over are ignored.
    package func results<Value>(
        _ decode: (inout XDRReader) throws(XDRError) -> Value
    ) throws(XDRError) -> Value {
        let decoded: Result<Value, XDRError> = message.withUnsafeBytes { raw in
            var reader = XDRReader(UnsafeRawBufferPointer(rebasing: raw[start...]))
            do throws(XDRError) { return .success(try decode(&reader)) } catch { return .failure(error) }
        }
        return try decoded.get()
    }
}
