package dev.atoll.replica.systemapi;

import dev.atoll.replica.systemapi.SystemApi.Execution;
import dev.atoll.types.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The environment variables.
final class EnvironmentFunctions {

  /// Source: `MAX_ENV_VAR_NAME_SIZE`.
  private static final int NAME_SIZE_BYTES_MAX = 128;

  private EnvironmentFunctions() {}

  static void addTo(SystemFunctions.Table table) {
    table.add(
        "env_var_count", Modes.ALL_BUT_START, (api, execution, a) -> variables(execution).size());
    table.add(
        "env_var_name_size",
        Modes.ALL_BUT_START,
        (api, execution, a) -> name(execution, a[0]).size());
    table.addCopying(
        "env_var_name_copy",
        Modes.ALL_BUT_START,
        3,
        (api, execution, a) -> {
          Bytes name = name(execution, a[0]);
          api.copyOut("env_var_name_copy", "name", name, a[1], a[2], a[3]);
          return 0;
        });
    table.addCopying(
        "env_var_name_exists",
        Modes.ALL_BUT_START,
        1,
        (api, execution, a) -> {
          String name = readName(api, "env_var_name_exists", a[0], a[1]);
          return variables(execution).containsKey(name) ? 1 : 0;
        });
    table.addCopying(
        "env_var_value_size",
        Modes.ALL_BUT_START,
        1,
        (api, execution, a) ->
            value(execution, readName(api, "env_var_value_size", a[0], a[1])).size());
    table.addCopying(
        "env_var_value_copy",
        Modes.ALL_BUT_START,
        4,
        (api, execution, a) -> {
          Bytes value = value(execution, readName(api, "env_var_value_copy", a[0], a[1]));
          api.copyOut("env_var_value_copy", "value", value, a[2], a[3], a[4]);
          return 0;
        });
  }

  private static SortedMap<String, String> variables(Execution execution) {
    return execution.canister.environmentVariables();
  }

  private static Bytes name(Execution execution, long index) {
    SortedMap<String, String> variables = variables(execution);
    if (Long.compareUnsigned(index, variables.size()) >= 0) {
      throw Faults.environmentVariableIndex(index, variables.size());
    }
    return Bytes.ofUtf8(variables.keySet().stream().skip(index).findFirst().orElseThrow());
  }

  private static Bytes value(Execution execution, String name) {
    @Nullable String value = variables(execution).get(name);
    if (value == null) {
      throw Faults.environmentVariableMissing(name);
    }
    return Bytes.ofUtf8(value);
  }

  private static String readName(SystemApi api, String function, long address, long size) {
    if (Long.compareUnsigned(size, NAME_SIZE_BYTES_MAX) > 0) {
      throw Faults.contract("ic0.%s: Variable name is too large.".formatted(function), "", "");
    }
    byte[] name = api.copyIn("ic0." + function + " name", address, size);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      throw Faults.contract(
          "ic0.%s: Variable name is not a valid UTF-8 string.".formatted(function), "", "");
    }
  }
}
