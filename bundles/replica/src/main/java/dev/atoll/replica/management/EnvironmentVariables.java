package dev.atoll.replica.management;

import dev.atoll.candid.CandidView;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.RepresentationHash;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the environment variables of a call.
///
/// Source: reference implementation `rs/config/src/execution_environment.rs`,
/// `MAX_ENVIRONMENT_VARIABLES` and its neighbours.
final class EnvironmentVariables {

  static final int COUNT_MAX = 20;

  static final int NAME_SIZE_BYTES_MAX = 128;

  static final int VALUE_SIZE_BYTES_MAX = 128;

  private EnvironmentVariables() {}

  /// @throws ManagementException if there are too many, one is too long or named twice
  static @Nullable SortedMap<String, String> of(@Nullable CandidView list) {
    if (list == null) {
      return null;
    }
    List<CandidView> entries = list.asVec();
    TreeMap<String, String> variables = new TreeMap<>();
    for (CandidView entry : entries) {
      String name = entry.field("name").asText();
      if (variables.put(name, entry.field("value").asText()) != null) {
        throw SettingsRefusals.duplicateVariable();
      }
    }
    if (variables.size() > COUNT_MAX) {
      throw SettingsRefusals.tooManyVariables(COUNT_MAX, variables.size());
    }
    variables.forEach(EnvironmentVariables::checkSize);
    return variables;
  }

  private static void checkSize(String name, String value) {
    if (Bytes.ofUtf8(name).size() > NAME_SIZE_BYTES_MAX) {
      throw SettingsRefusals.variableNameTooLong(name, NAME_SIZE_BYTES_MAX);
    }
    if (Bytes.ofUtf8(value).size() > VALUE_SIZE_BYTES_MAX) {
      throw SettingsRefusals.variableValueTooLong(value, VALUE_SIZE_BYTES_MAX);
    }
  }

  /// What the canister history keeps of them. Source: Internet Computer interface specification,
  /// "IC method canister_info" and "hash of map".
  static Bytes hash(Map<String, String> variables) {
    TreeMap<String, Cbor> texts = new TreeMap<>();
    variables.forEach((name, value) -> texts.put(name, Cbor.text(value)));
    return RepresentationHash.hash(texts);
  }
}
