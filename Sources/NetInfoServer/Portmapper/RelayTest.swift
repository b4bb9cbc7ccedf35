import NetInfoProtocol
import ONCRPC
import XDR

/// A call that shows whether the host's rpcbind relays calls to the binder.
enum RelayTest {
    /// LISTREG cannot be used here: rpcbind answers for a successful call only, and BIND fails for strangers. A
    /// GETREGISTER always succeeds as a call, whatever its status.
    static func query() throws(SystemError) -> DatagramQuery {
        var tag = XDRWriter()
        tag.write(opaque: Array("local".utf8))
        var arguments = XDRWriter()
        for word in [NIProgram.binder, NIProgram.binderVersion, NIBinderProcedure.getregister.rawValue] {
            arguments.write(word)
        }
        arguments.write(opaque: tag.bytes())
        return try DatagramQuery(
            to: PeerAddress(host: .loopback, port: Portmapper.port), program: Portmapper.programNumber, version: 2,
            procedure: Portmapper.callIt, arguments: arguments.bytes(), intervals: [0.5, 0.5, 1])
    }
}
