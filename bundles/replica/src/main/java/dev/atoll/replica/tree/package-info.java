/// The canonical state tree: what of the replicated state is certified, as a hash tree.
///
/// Source: Internet Computer interface specification, "The system state tree".
@NullMarked
package dev.atoll.replica.tree;

import org.jspecify.annotations.NullMarked;
