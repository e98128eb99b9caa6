/// The scripts of the WebAssembly specification, run through the port of engines.
///
/// [dev.atoll.spi.tck.execution.spec.SpecScriptContract] is for engines;
/// [dev.atoll.spi.tck.execution.spec.ScriptRun] tells what each step of a script did, so that two
/// engines can be compared.
@NullMarked
@Version("1.0.0")
package dev.atoll.spi.tck.execution.spec;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
