package dev.atoll.replica.execution;

import dev.atoll.types.Bytes;
import dev.atoll.types.ErrorCode;

/// What became of an installation.
public sealed interface InstallResult {

  /// Instructions used, compilation among them; they are charged either way.
  long instructions();

  /// @param moduleHash SHA-256 of the module as uploaded
  record Success(Bytes moduleHash, long instructions) implements InstallResult {}

  /// Nothing changed but the balance and the log of the canister.
  record Failure(ErrorCode errorCode, String message, long instructions) implements InstallResult {}
}
