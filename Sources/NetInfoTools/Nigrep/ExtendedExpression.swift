import Glibc

/// A POSIX extended regular expression, matched against bytes anywhere.
package final class ExtendedExpression {
    private let compiled: UnsafeMutablePointer<regex_t>

    /// Compiles a pattern; nil when it is malformed.
    package init?(_ pattern: [UInt8], ignoresCase: Bool = false) {
        compiled = .allocate(capacity: 1)
        compiled.initialize(to: regex_t())
        let flags = REG_EXTENDED | REG_NOSUB | (ignoresCase ? REG_ICASE : 0)
        let status = (pattern + [0]).withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { regcomp(compiled, $0.baseAddress, flags) }
        }
        guard status == 0 else {
            compiled.deallocate()
            return nil
        }
    }

    deinit {
        regfree(compiled)
        compiled.deallocate()
    }

    /// Whether any part of `bytes` matches.
    package func matches(_ bytes: [UInt8]) -> Bool {
        var range = regmatch_t(rm_so: 0, rm_eo: regoff_t(bytes.count))
        // An empty array may have no address, which the C library must not see.
        return (bytes.isEmpty ? [0] : bytes).withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                regexec(compiled, $0.baseAddress, 1, &range, REG_STARTEND) == 0
            }
        }
    }
}
