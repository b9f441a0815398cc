import Testing

@testable import DaybookServer

/// What is kept of a password.
struct PasswordRecordTests {
  @Test func theStandardsExampleIsRight() throws {
    // RFC 7914 §12, the second vector, of which the first 32 bytes are asked for here.
    let record = try #require(
      PasswordRecord(
        text: "$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI"))
    #expect(try record.isOf("password"))
    #expect(try !record.isOf("Password"))
  }

  @Test func twoOfOnePasswordDiffer() throws {
    let cost = HouseUnderTest.cost
    let (one, other) = (
      try PasswordRecord(of: "correct horse", cost: cost),
      try PasswordRecord(of: "correct horse", cost: cost)
    )
    #expect(one.salt != other.salt)
    #expect(one.text != other.text)
    let again = try #require(PasswordRecord(text: one.text))
    #expect(again == one)
    #expect(try again.isOf("correct horse"))
    #expect(try !again.isOf("correct horsf"))
  }

  @Test func whatItCostsIsWhatOWASPAsksFor() throws {
    let record = try PasswordRecord(of: "correct horse", cost: .usual)
    #expect(record.text.hasPrefix("$scrypt$ln=15,r=8,p=3$"))
    #expect(try record.isOf("correct horse"))
  }

  @Test func lettersAreComposedAsOneLikes() throws {
    let record = try PasswordRecord(of: "caf\u{e9} au lait", cost: HouseUnderTest.cost)
    #expect(try record.isOf("cafe\u{301} au lait"))
  }

  @Test(arguments: [
    "", "scrypt", "$scrypt$ln=15,r=8,p=3$c2FsdA$", "$scrypt$ln=63,r=8,p=3$c2FsdA$" + hash,
    "$scrypt$ln=15,r=8,p=3000000$c2FsdA$" + hash, "$scrypt$r=8,ln=15,p=3$c2FsdA$" + hash,
    "$argon2id$ln=15,r=8,p=3$c2FsdA$" + hash, "$scrypt$ln=-1,r=8,p=3$c2FsdA$" + hash,
    "$scrypt$ln=15,r=8,p=3$$" + hash,
  ])
  func whatIsNoRecordIsNone(_ text: String) {
    #expect(PasswordRecord(text: text) == nil)
  }

  private static let hash = String(repeating: "A", count: 43)
}
