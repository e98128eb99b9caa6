package dev.atoll.replica.state;

/// The instructions that an execution may use before it has to wait for the next round.
///
/// Used by the thread that executes.
public interface Slices {

  /// Everything at once.
  Slices WHOLE =
      new Slices() {
        @Override
        public long left() {
          return Long.MAX_VALUE;
        }

        @Override
        public void used(long instructions) {}

        @Override
        public long next() {
          return Long.MAX_VALUE;
        }
      };

  /// What is left of the present slice; negative if the last run of code used more than that.
  long left();

  /// Notes what a run of code has used; an execution may have several, one after the other.
  void used(long instructions);

  /// Waits for the next slice.
  ///
  /// @return its instructions
  /// @throws SetBack if too many executions wait
  long next();
}
