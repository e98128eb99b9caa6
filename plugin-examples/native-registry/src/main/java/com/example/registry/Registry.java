package com.example.registry;

import dev.atoll.candid.CandidCodec;
import dev.atoll.candid.CandidException;
import dev.atoll.candid.CandidValue;
import dev.atoll.candid.CandidValues;
import dev.atoll.spi.canister.CanisterCode;
import dev.atoll.spi.canister.CanisterContext;
import dev.atoll.spi.canister.CanisterTrap;
import dev.atoll.spi.canister.NativeCanister;
import dev.atoll.types.Bytes;
import dev.atoll.types.HashTree;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps texts under names: whoever takes a name first may change its text.
///
/// It has no state of its own: each call reads the [Entries] from the stable memory, and each
/// change writes them back and certifies them anew.
final class Registry implements NativeCanister {

  static final String NAME = "registry";

  static final String CANDID =
      """
      service : {
        register : (name : text, value : text) -> ();
        lookup : (name : text) -> (opt text) query;
        certified_lookup : (name : text) ->
          (record { value : opt text; certificate : opt blob; witness : blob }) query;
        size : () -> (nat64) query;
      }
      """;

  @Inject
  Registry() {}

  @Override
  public CanisterCode code() {
    return CanisterCode.named(NAME, "1.0.0")
        .candid(CANDID)
        .init(context -> save(context, new Entries()))
        .update("register", Registry::register)
        .query("lookup", Registry::lookup)
        .query("certified_lookup", Registry::certifiedLookup)
        .query("size", Registry::size)
        .build();
  }

  private static void register(CanisterContext context) {
    List<CandidValue> arg = arguments(context, 2);
    Entries entries = Entries.load(context.stable());
    entries.put(text(arg.get(0)), text(arg.get(1)), context.caller());
    save(context, entries);
    context.reply(CandidCodec.encodeUntyped(List.of()));
  }

  private static void save(CanisterContext context, Entries entries) {
    entries.save(context.stable());
    context.certify(entries.tree().rootHash());
  }

  private static void lookup(CanisterContext context) {
    String name = text(arguments(context, 1).getFirst());
    reply(context, optional(Entries.load(context.stable()).value(name)));
  }

  /// The witness shows the name, or that there is none, below the hash in the certificate.
  private static void certifiedLookup(CanisterContext context) {
    String name = text(arguments(context, 1).getFirst());
    Entries entries = Entries.load(context.stable());
    HashTree witness = HashTree.prune(entries.tree(), List.of(HashTree.path("names", name)));
    reply(
        context,
        CandidValues.record()
            .field("value", optional(entries.value(name)))
            .field(
                "certificate",
                CandidValues.opt(context.dataCertificate().map(CandidValues::blob).orElse(null)))
            .field("witness", CandidValues.blob(witness.toCbor().encodeSelfDescribed()))
            .build());
  }

  private static void size(CanisterContext context) {
    reply(context, CandidValues.nat64(Entries.load(context.stable()).size()));
  }

  private static void reply(CanisterContext context, CandidValue value) {
    context.reply(CandidCodec.encodeUntyped(List.of(value)));
  }

  private static CandidValue optional(@Nullable String value) {
    return CandidValues.opt(value == null ? null : CandidValues.text(value));
  }

  private static List<CandidValue> arguments(CanisterContext context, int count) {
    Bytes arg = context.arg();
    context.charge(arg.size());
    try {
      List<CandidValue> values = CandidCodec.decodeUntyped(arg);
      if (values.size() >= count) {
        return values;
      }
    } catch (CandidException e) {
      throw new CanisterTrap("the argument is no Candid");
    }
    throw new CanisterTrap("the argument has too few values, expected %d".formatted(count));
  }

  private static String text(CandidValue value) {
    try {
      return value.asText();
    } catch (RuntimeException e) {
      throw new CanisterTrap("the argument is no text");
    }
  }
}
