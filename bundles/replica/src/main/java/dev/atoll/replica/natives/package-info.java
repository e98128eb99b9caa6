/// Canisters in Java, run as if they were Wasm.
///
/// A [NativeModule] stands for the code in the state: a small valid module that is installed,
/// hashed, shown and upgraded as any other. Where it is to be run, [NativeEngine] answers in place
/// of the engine, and its instances call Java; the functions that they call in turn are those of
/// the System API, on the same memories. So queues, call contexts, roll back, queries, checkpoints
/// and charging know nothing of it.
@NullMarked
package dev.atoll.replica.natives;

import org.jspecify.annotations.NullMarked;
