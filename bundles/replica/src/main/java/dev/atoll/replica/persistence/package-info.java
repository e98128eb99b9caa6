/// What survives the process: finalized blocks, checkpoints, and how a state is made of them again.
@NullMarked
package dev.atoll.replica.persistence;

import org.jspecify.annotations.NullMarked;
