/// Scripts in the text format of the WebAssembly specification: read, and their modules written in
/// the binary format.
///
/// The text is taken to be well-formed: what is malformed may be accepted. Modules may be invalid
/// and may use every proposal of the third version but garbage collection, so that validators can
/// be asked about them.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.tck.wast;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
