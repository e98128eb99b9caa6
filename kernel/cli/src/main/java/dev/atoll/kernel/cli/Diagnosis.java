package dev.atoll.kernel.cli;

/// What one check of the doctor found.
///
/// @param found what was found and, if it is not good, what was expected
/// @param fix what to type; empty if there is nothing to do
record Diagnosis(String subject, Verdict verdict, String found, String fix) {

  enum Verdict {
    GOOD,
    DOUBTFUL,
    BAD
  }

  static Diagnosis good(String subject, String found) {
    return new Diagnosis(subject, Verdict.GOOD, found, "");
  }

  static Diagnosis doubtful(String subject, String found, String fix) {
    return new Diagnosis(subject, Verdict.DOUBTFUL, found, fix);
  }

  static Diagnosis bad(String subject, String found, String fix) {
    return new Diagnosis(subject, Verdict.BAD, found, fix);
  }
}
