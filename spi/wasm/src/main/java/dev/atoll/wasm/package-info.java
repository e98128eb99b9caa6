/// WebAssembly modules as the Internet Computer accepts them: decoding, validation, rules.
///
/// A [WasmModule] is what the bytes say, a [ValidatedModule] what an engine may run. Everything
/// here is a pure function of the uploaded bytes, so every replica accepts and refuses the same
/// modules with the same words.
@NullMarked
@Version("2.0.0")
package dev.atoll.wasm;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
