package dev.atoll.replica.systemapi;

import dev.atoll.candid.CandidCodec;
import dev.atoll.candid.CandidException;
import dev.atoll.candid.CandidView;
import dev.atoll.replica.systemapi.Prices.ChainKey;
import dev.atoll.replica.systemapi.SystemApi.Execution;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// What calls would cost.
final class CostFunctions {

  private static final int SUCCESS = 0;

  private static final int UNKNOWN_CURVE = 1;

  private static final int UNKNOWN_KEY = 2;

  private CostFunctions() {}

  static void addTo(SystemFunctions.Table table) {
    table.add("cost_call", Modes.ALL, CostFunctions::call);
    table.add(
        "cost_create_canister",
        Modes.ALL,
        (api, execution, a) ->
            write(
                api, "cost_create_canister", a[0], execution.canister.prices().canisterCreation()));
    table.add(
        "cost_http_request",
        Modes.ALL,
        (api, execution, a) ->
            write(
                api,
                "cost_http_request",
                a[2],
                execution.canister.prices().httpRequest(a[0], a[1])));
    table.addCopying("cost_http_request_v2", Modes.ALL, 1, CostFunctions::httpRequest);
    addChainKey(table, "cost_sign_with_ecdsa", ChainKey.ECDSA, 1);
    addChainKey(table, "cost_sign_with_schnorr", ChainKey.SCHNORR, 2);
    addChainKey(table, "cost_vetkd_derive_key", ChainKey.VETKD, 1);
  }

  private static long call(SystemApi api, Execution execution, long[] a) {
    Prices prices = execution.canister.prices();
    long bytes = a[0] + a[1];
    boolean overflow = bytes < 0 || a[0] < 0 || a[1] < 0;
    Cycles cost =
        prices
            .request(overflow ? Long.MAX_VALUE : bytes)
            .saturatingPlus(prices.responseTransmission())
            .saturatingPlus(prices.responseExecution());
    return write(api, "cost_call", a[2], cost);
  }

  /// Takes a Candid record; what the request costs is found as for the older function, from the
  /// bytes of request and response.
  private static long httpRequest(SystemApi api, Execution execution, long[] a) {
    Bytes params = Bytes.wrap(api.copyIn("ic0.cost_http_request_v2 heap", a[0], a[1]));
    Cycles cost;
    try {
      CandidView record = new CandidView("params", CandidCodec.decodeUntyped(params).getFirst());
      cost =
          execution
              .canister
              .prices()
              .httpRequest(
                  record.field("request_bytes").asNat64(),
                  record.field("raw_response_bytes").asNat64());
    } catch (CandidException | NoSuchElementException e) {
      throw Faults.toolchain(
          "Failed to decode HttpRequestV2CostParams from Candid: " + e.getMessage());
    }
    return write(api, "cost_http_request_v2", a[2], cost);
  }

  /// @param curves how many curves or algorithms there are, numbered from 0
  private static void addChainKey(
      SystemFunctions.Table table, String name, ChainKey kind, int curves) {
    table.addCopying(
        name,
        Modes.ALL,
        1,
        (api, execution, a) -> {
          String key = keyName(api, name, a[0], a[1]);
          if (a[2] >= curves) {
            return UNKNOWN_CURVE;
          }
          @Nullable Cycles fee = execution.canister.prices().chainKey(kind, key);
          if (fee == null) {
            return UNKNOWN_KEY;
          }
          write(api, name, a[3], fee);
          return SUCCESS;
        });
  }

  private static String keyName(SystemApi api, String function, long address, long size) {
    byte[] name = api.copyIn("ic0.%s heap".formatted(function), address, size);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      throw Faults.toolchain(
          "Failed to decode key name " + new String(name, StandardCharsets.UTF_8));
    }
  }

  private static long write(SystemApi api, String function, long target, Cycles cycles) {
    api.writeCycles(function, target, cycles);
    return 0;
  }
}
