package dev.atoll.types;

import org.jspecify.annotations.Nullable;

/// The judgement of a [CertificateVerifier].
public sealed interface CertificateVerdict {

  /// What the certificate shows is part of the state that its subnet signed. How old that state is,
  /// the caller judges by [Certificate#timeNanos].
  ///
  /// @param delegation the certificate of the root subnet on the signing subnet; null if the root
  ///     subnet signed itself
  record Verified(Certificate certificate, @Nullable Certificate delegation)
      implements CertificateVerdict {}

  /// The certificate proves nothing.
  record Invalid(String reason) implements CertificateVerdict {}
}
