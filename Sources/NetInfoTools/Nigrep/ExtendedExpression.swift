import Glibc

/// A POSIX extended regular expression, matched against bytes anywhere.
package final class ExtendedExpression {
    private let compiled: UnsafeMutablePointer<regex_t>

    /// Compiles a pattern; nil when it is malformed.
    package convenience init?(_ pattern: [UInt8], ignoresCase: Bool = false) {
        let memory = UnsafeMutablePointer<regex_t>.allocate(capacity: 1)
        memory.initialize(to: regex_t())
        let flags = REG_EXTENDED | REG_NOSUB | (ignoresCase ? REG_ICASE : 0)
        let status = (pattern + [0]).withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { regcomp(memory, $0.baseAddress, flags) }
        }
        guard status == 0 else {
            memory.deallocate()
            return nil
        }
        self.init(compiled: memory)
    }

    /// Takes over what has been compiled; freeing anything else would be an error.
    private init(compiled: UnsafeMutablePointer<regex_t>) { self.compiled = compiled }

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
