package dev.atoll.spi.kernel;

import dev.atoll.types.Bytes;
import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/// A service whose live state goes over to another implementation while the node runs.
///
/// A service object implements it beside its port. When the kernel puts a bundle in place of
/// another, both objects exist at once; it takes one through these steps, `old` and `new` being
/// the two, and calls each from one thread at a time:
///
/// 1. `new` is started, but nobody calls its port yet. It must not take what only one can have.
/// 2. The state types must be the same, and `new` must [#accepts] the format of `old`.
/// 3. While `old` works on, the kernel moves what it can ahead: `old.`[#exportAhead], then
///    `new.`[#importState], again and again while there is something.
/// 4. The kernel holds new calls of the port and waits for those in flight; then `old.`[#fence]
///    ends what the object does by itself: timers, threads, connections.
/// 5. `old.`[#exportState] gives the rest, `new.`[#importState] takes it. If both have a
///    [#digest], they must be equal.
/// 6. `new.`[#resume] begins to work, the calls that were held go to it. `old` stays fenced until
///    the health of `new` was watched for a while, then it is stopped.
///
/// When a step fails, `old.`[#resume] makes it go on as if nothing had been, and `new` is stopped:
/// so an export must not take anything away. When the health turns bad in step 6, the state goes
/// back by the same steps, from `new` to `old`: so what exports must be able to import. A state
/// that cannot be brought back, because `new` no longer exports, leaves `old` where it was fenced.
///
/// Without this type a service is swapped too: its calls are held and drained, and the new one
/// begins with nothing but what lies in the directory of the bundle. `SwappableContract` in
/// `spi/tck` plays all of this.
///
/// @param <S> the state: a type of `java.*` or of the SPI, because the two bundles share no other.
///     Paths, streams, channels and records of them are typical
@ConsumerType
public interface Swappable<S> {

  /// The class of `S`; always the same answer.
  Class<S> stateType();

  /// What the state means, with a version: `atoll-tables/1`; always the same answer.
  String stateFormat();

  /// Whether a state in this format can be imported; its own can.
  boolean accepts(String stateFormat);

  /// Moves state ahead while the object still works: what has not been exported yet, as far as it
  /// is worth while. What changes afterwards comes again.
  ///
  /// The default moves nothing ahead, which is right for a state that is small.
  ///
  /// @return empty if there is nothing more for now
  /// @throws Exception to give up the swap
  default Optional<S> exportAhead() throws Exception {
    return Optional.empty();
  }

  /// Ends all work; the port is not called any more. Afterwards the state does not change until
  /// [#resume].
  ///
  /// @param limit how long work may take to come to its end
  /// @return false if it did not: the kernel calls [#resume] and gives up the swap
  boolean fence(Duration limit) throws InterruptedException;

  /// Works: for the first time on what was imported, or again. A swap that was begun is over, the
  /// next one begins anew.
  void resume();

  /// The state, less what [#exportAhead] gave and did not change since; between [#fence] and
  /// [#resume]. It must stay valid, and this object unchanged, until one of the two is stopped.
  ///
  /// @throws IllegalStateException if it works
  /// @throws Exception to give up the swap
  S exportState() throws Exception;

  /// Takes over a part of the state, before the first [#resume] or between [#fence] and [#resume].
  /// Parts come in the order of their export; the first one of a swap replaces what was there.
  ///
  /// @param first whether a new state begins
  /// @throws Exception to give up the swap; this object is stopped then, or fenced for good
  void importState(S part, boolean first) throws Exception;

  /// A hash of the whole state that does not depend on how it is kept, such as an implementation
  /// of the same port would compute; only while fenced, or before the first [#resume]. Empty if the
  /// state has none that means something.
  default Optional<Bytes> digest() throws Exception {
    return Optional.empty();
  }
}
