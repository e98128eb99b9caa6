package dev.atoll.candid;

import static dev.atoll.candid.CandidValues.blob;
import static dev.atoll.candid.CandidValues.nat;
import static dev.atoll.candid.CandidValues.nat64;
import static dev.atoll.candid.CandidValues.nat8;
import static dev.atoll.candid.CandidValues.none;
import static dev.atoll.candid.CandidValues.principal;
import static dev.atoll.candid.CandidValues.record;
import static dev.atoll.candid.CandidValues.some;
import static dev.atoll.candid.CandidValues.text;
import static dev.atoll.candid.CandidValues.variant;
import static dev.atoll.candid.CandidValues.vec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

final class CandidValueTest {

  private static final CandidValue RECORD =
      record()
          .field("canister_id", principal(Principal.ANONYMOUS))
          .field("version", nat64(-1))
          .field("arg", blob(Bytes.ofHex("01ff")))
          .optField("name", text("x"))
          .optField("settings", null)
          .field("mode", variant("upgrade", some(nat(1))))
          .build();

  @Test
  void accessorsReadWhatBuildersBuilt() {
    assertThat(RECORD.field("canister_id").asPrincipal()).isEqualTo(Principal.ANONYMOUS);
    assertThat(RECORD.field("version").asNat64()).isEqualTo(-1L);
    assertThat(RECORD.field("version").asNat()).isEqualTo(new BigInteger("18446744073709551615"));
    assertThat(RECORD.field("arg").asBlob()).isEqualTo(Bytes.ofHex("01ff"));
    assertThat(RECORD.field("arg").asVec()).containsExactly(nat8(1), nat8(255));
    assertThat(RECORD.optField("name")).isEqualTo(text("x"));
    assertThat(RECORD.optField("settings")).isNull();
    assertThat(RECORD.optField("absent")).isNull();
    assertThat(RECORD.field("mode").asVariant().tag()).isEqualTo("upgrade");
    assertThat(RECORD.field("mode").asVariant().is("upgrade")).isTrue();
    assertThat(none().asOpt()).isNull();
  }

  @Test
  void aWrongAccessorSaysWhatItFound() {
    assertThatThrownBy(() -> RECORD.field("version").asText())
        .isInstanceOf(CandidException.class)
        .hasMessage("found nat64, expected text");
    assertThatThrownBy(() -> RECORD.field("versions"))
        .isInstanceOf(CandidException.class)
        .hasMessageStartingWith("record has no field 'versions', only [");
    assertThatThrownBy(() -> RECORD.field("version").asLong())
        .isInstanceOf(CandidException.class)
        .hasMessage("number is 18446744073709551615, expected 64 bits with sign");
    assertThatThrownBy(() -> RECORD.optField("version"))
        .isInstanceOf(CandidException.class)
        .hasMessage("found nat64, expected opt");
  }

  @Test
  void aViewSaysWhereItFailed() {
    CandidView view = new CandidView("install_code argument", RECORD);

    assertThat(view.field("mode").content().asOpt()).isNotNull();
    assertThat(view.optField("settings")).isNull();
    assertThatThrownBy(() -> view.field("mode").content().asText())
        .isInstanceOf(CandidException.class)
        .hasMessage("install_code argument.mode.upgrade: found opt, expected text");
    CandidView elements = new CandidView("results", vec(nat(1), text("x")));
    assertThatThrownBy(() -> elements.asVec().getLast().asNat())
        .isInstanceOf(CandidException.class)
        .hasMessage("results[1]: found text, expected nat");
  }

  @Test
  void recordsAreEqualWhateverTheOrderAndTheNames() {
    CandidValue named = record().field("a", nat(1)).field("b", nat(2)).build();
    CandidValue numbered = record().field(98, nat(2)).field(97, nat(1)).build();

    assertThat(named).isEqualTo(numbered).hasSameHashCodeAs(numbered);
  }

  @Test
  void impossibleValuesCannotBeBuilt() {
    assertThatThrownBy(() -> nat(-1)).isInstanceOf(CandidException.class);
    assertThatThrownBy(() -> nat8(256))
        .isInstanceOf(CandidException.class)
        .hasMessage("nat8 is 256, expected 0 to 255");
    assertThatThrownBy(() -> text("\ud800")).isInstanceOf(CandidException.class);
    assertThatThrownBy(() -> record().field("a", nat(1)).field(97, nat(1)).build())
        .isInstanceOf(CandidException.class)
        .hasMessage("record has fields a and 97 with the same id 97");
  }
}
