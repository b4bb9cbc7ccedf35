/// What identifies one state of a file: whoever edits it by hand changes at least one of these.
package struct FileState: Hashable, Sendable {
    /// Bytes.
    package var size: Int64
    /// Time of the last change of the content: nanoseconds since 1970.
    package var modified: Int64
    package var inode: Int64

    package init(size: Int64, modified: Int64, inode: Int64) {
        self.size = size
        self.modified = modified
        self.inode = inode
    }
}

/// The file operations that property lists are kept with. Tests put a failing disk in its place.
package protocol StoreFiles: Sendable {
    /// Writes a new file at `temporary` and moves it to `path`, so that there is never half a file.
    func replace(_ path: String, with bytes: [UInt8], temporary: String) throws(StoreError) -> FileState

    /// The state of a file, nil when there is none.
    func state(of path: String) -> FileState?

    /// The bytes of a regular file of at most `maximum` bytes.
    func read(_ path: String, maximum: Int) throws(StoreError) -> [UInt8]

    /// Makes a folder unless it exists.
    func makeFolder(_ path: String) throws(StoreError)

    /// Moves a file or folder.
    func rename(_ old: String, to new: String) throws(StoreError)

    /// Removes a file; nothing when there is none.
    func remove(_ path: String) throws(StoreError)

    /// Removes a folder if it is empty.
    func removeFolderIfEmpty(_ path: String)

    /// The names of the files in a folder that end with `suffix`, without hidden ones and those that are not UTF-8.
    func names(in folder: String, endingWith suffix: String) -> [String]

    /// The names of the folders in a folder, without hidden ones and those that are not UTF-8.
    func folders(in folder: String) -> [String]

    /// Makes everything written so far durable.
    func synchronize(_ folder: String)
}
