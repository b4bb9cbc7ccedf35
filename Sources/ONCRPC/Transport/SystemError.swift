import Glibc

/// A system call that failed: which, and the error number it left.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system's error number.
    package let code: Int32
    /// What was being done, as a phrase that can follow "cannot".
    package let operation: String

    package init(code: Int32 = errno, _ operation: String) {
        self.code = code
        self.operation = operation
    }

    package var description: String { "cannot \(operation): \(String(cString: strerror(code)))" }
}
