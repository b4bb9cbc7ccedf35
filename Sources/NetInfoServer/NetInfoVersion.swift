/// The version of this software.
package enum NetInfoVersion {
    package static let number = "0.1.0"
}
