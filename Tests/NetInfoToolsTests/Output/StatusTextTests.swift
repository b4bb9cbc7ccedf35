import NetInfoProtocol
import NetInfoTools
import Testing

@Suite("Statuses as tools print them")
struct StatusTextTests {
    @Test("Every status has its text and the exit status 100 above")
    func known() {
        #expect(NIStatus.ok.exitStatus == .success)
        for number in 1...24 as ClosedRange<UInt32> {
            let status = NIStatus(rawValue: number)
            #expect(status.text != "(unknown error)")
            #expect(status.exitStatus.rawValue == 100 + Int32(number))
        }
        #expect(NIStatus.noDirectory.text == "No such directory")
        #expect(NIStatus.unrelated.text == "Object is not child of parent: cannot destroy")
        #expect(NIStatus.failed.text == "Communication failure")
        #expect(NIStatus.failed.exitStatus.rawValue == 199)
    }

    @Test("Unknown statuses are errors too")
    func unknown() {
        #expect(NIStatus(rawValue: 25).text == "(unknown error)")
        #expect(NIStatus(rawValue: 25).exitStatus.rawValue == 125)
        #expect(NIStatus(rawValue: 156).exitStatus.rawValue == 199)
        #expect(NIStatus(rawValue: .max).exitStatus.rawValue == 199)
    }
}
