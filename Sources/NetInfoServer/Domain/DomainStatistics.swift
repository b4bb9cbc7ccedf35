import NetInfoProtocol

/// Calls and time per procedure, for STATISTICS (`protocol.md` 7.3).
struct ProcedureStatistics {
    private(set) var calls = [UInt64](repeating: 0, count: NIProcedure.allCases.count)
    private(set) var nanoseconds = [UInt64](repeating: 0, count: NIProcedure.allCases.count)

    mutating func note(_ procedure: NIProcedure, _ elapsed: UInt64) {
        calls[Int(procedure.rawValue)] += 1
        nanoseconds[Int(procedure.rawValue)] += elapsed
    }

    var total: UInt64 { calls.reduce(0, +) }

    /// One property per procedure: number, calls, total microseconds.
    var properties: [Property] {
        NIProcedure.allCases.map { procedure in
            let place = Int(procedure.rawValue)
            return Property("\(procedure)", "\(place)", "\(calls[place])", "\(nanoseconds[place] / 1000)")
        }
    }
}
