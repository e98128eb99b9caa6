/// The crypto provider of the distributions: BLS12-381 on blst, user signatures on Bouncy Castle.
///
/// Bouncy Castle is used through its lightweight API only. Its JCA provider is never registered,
/// because the JVM would keep the bundle's class loader alive after a swap.
///
/// The objects of blst are mutable: an operation changes its receiver and returns it. They are used
/// fresh or as arguments, never shared as receivers.
@NullMarked
package dev.atoll.crypto.blst;

import org.jspecify.annotations.NullMarked;
