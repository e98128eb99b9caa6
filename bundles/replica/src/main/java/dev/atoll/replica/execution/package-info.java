/// Running canister code: messages, installation and queries, on the memories of the canisters.
///
/// Everything but queries runs on the subnet's thread and changes the replicated state; queries run
/// beside it on what was published last.
@NullMarked
package dev.atoll.replica.execution;

import org.jspecify.annotations.NullMarked;
