/// Runs canisters on Chicory, a WebAssembly engine in Java.
///
/// Takes the instrumented module with 64-bit memories lowered, turns it into JVM classes, and runs
/// these on the memory of the core. Nothing of Chicory leaves the bundle.
@NullMarked
package dev.atoll.execution.chicory;

import org.jspecify.annotations.NullMarked;
