package dev.atoll.kernel.swap;

import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import java.nio.file.Path;

/// A bundle that shall take over.
///
/// @param jar has the digest that is locked
record Candidate(LockedBundle locked, Path jar) {}
