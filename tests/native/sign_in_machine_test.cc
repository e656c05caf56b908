// A machine that computes wrongly: the person must not be told that their password is wrong, and one with a wrong password must.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "bytes/base64.h"
#include "bytes/text.h"
#include "conversation.h"
#include "fmid/sign_in.h"
#include "oracle.h"
#include "srp/client.h"
#include "srp/pad.h"
#include "srp/precomputation_state.h"

namespace fmid {
namespace {

using oracle::Integer;
using oracle::PowMod;
using oracle::Prime;
using test::Conversation;
using test::Json;

constexpr std::string_view kPoolName = "NqkuZcXQY";
constexpr std::string_view kBlock = "550e8400-e29b-41d4-a716-446655440000";  // no base64: what moto sends

Integer Number(Bytes bytes) { return Integer::FromBytes(bytes); }

Integer NumberFromHex(std::string_view hex) {
  Integer number = 0;
  for (const char c : hex) number = number * 16 + HexValue(c);
  return number;
}

// The server's half of RFC 5054 §2.6, by the oracle, for the right password.
class Server {
 public:
  Server() {
    const Digest x = Sha256({srp::Pad(salt_), Sha256({AsBytes(kPoolName), AsBytes(test::kUserId), AsBytes(":"), AsBytes(test::kPassword)})});
    v_ = PowMod(2, Number(x));
    b_ = Number(Sha256({AsBytes("the server's secret")}));
    const Digest k = Sha256({srp::Pad(srp::kN), std::vector<std::uint8_t>{2}});
    B_ = ((Number(k) * v_ + PowMod(2, b_)) % Prime()).ToGroupBytes();
  }

  // Answers what was sent, until it is tokens or a refusal that ends the sign-in.
  void Serve(Conversation& talk) {
    while (talk.IsSending()) {
      const Json sent = talk.SentBody();
      if (talk.SentOperation() == "InitiateAuth") {
        ++initiated;
        A_ = NumberFromHex(sent["AuthParameters"]["SRP_A"].get<std::string>()).ToGroupBytes();
        Json verifier = test::PasswordVerifier();
        verifier["ChallengeParameters"]["SALT"] = "f947";
        verifier["ChallengeParameters"]["SRP_B"] = Hex(B_);
        verifier["ChallengeParameters"]["SECRET_BLOCK"] = kBlock;
        talk.Receive(verifier);
      } else if (IsProof(sent["ChallengeResponses"])) {
        talk.Receive(test::TokensReply());
      } else {
        ++refused;
        if (after_refusal) after_refusal();
        talk.Receive(test::Refusal("NotAuthorizedException", "Incorrect username or password."));
      }
    }
  }

  int initiated = 0, refused = 0;
  std::function<void()> after_refusal;

 private:
  static std::string Hex(Bytes bytes) {
    std::string hex;
    for (const std::uint8_t byte : bytes) hex += {"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]};
    return hex;
  }

  [[nodiscard]] bool IsProof(const Json& sent) const {
    const Digest u = Sha256({srp::Pad(A_), srp::Pad(B_)});
    const srp::GroupBytes S = PowMod(Number(A_) * PowMod(v_, Number(u)) % Prime(), b_).ToGroupBytes();
    std::array<std::uint8_t, 16> K;
    HkdfSha256(srp::Pad(u), srp::Pad(S), "Caldera Derived Key", K);
    EXPECT_EQ(sent["PASSWORD_CLAIM_SECRET_BLOCK"], kBlock);
    const std::string timestamp = sent["TIMESTAMP"];
    const Digest claim =
        HmacSha256(K, {AsBytes(kPoolName), AsBytes(test::kUserId), DecodeBase64(kBlock), AsBytes(timestamp)});
    return sent["PASSWORD_CLAIM_SIGNATURE"] == EncodeBase64(claim);
  }

  std::vector<std::uint8_t> salt_ = {0xF9, 0x47};
  Integer v_, b_;
  srp::GroupBytes A_{}, B_{};
};

template <typename T>
std::span<unsigned char> MemoryOf(T& object) {
  return {reinterpret_cast<unsigned char*>(&object), sizeof object};
}

// One number of each kind that a power is made from, spoiled as a wrong computation or a bad memory would leave it.
struct Fault {
  const char* name;
  std::function<void(srp::Precomputation&, const test::SeededRandom&)> spoil;
};

// A bit of the exponent in the middle of an array of doubles: another integer, or none at all.
template <typename Member>
void SpoilConstant(srp::Precomputation& prepared, Member member) {
  auto& constants = reinterpret_cast<srp::VectorArithmetic::Constants&>(prepared.state().table.arithmetic());  // its first member
  MemoryOf(constants.*member)[8 * 20 + 6] ^= 0x10;
}

const Fault kFaults[] = {
    {"the table of powers of g",
     [](auto& prepared, auto&) {
       constexpr std::size_t kEntry = sizeof(srp::VectorArithmetic::Residue);
       for (std::size_t entry = 0; entry < 64; ++entry) MemoryOf(prepared.state().table)[entry * kEntry + 40] ^= 4;  // the entries come first
     }},
    {"A",
     [](auto& prepared, auto& random) {
       srp::Precomputation other;
       const auto pair = srp::KeyPair::FromPrivateKey(SecretBytes(std::span<const std::uint8_t>(random.drawn.at(0))), other);
       const auto memory = MemoryOf(prepared.state());
       const auto A = std::search(memory.begin(), memory.end(), pair->A().begin(), pair->A().end());
       ASSERT_NE(A, memory.end());
       A[100] ^= 1;
     }},
    {"the first fold of a product", [](auto& prepared, auto&) { SpoilConstant(prepared, &srp::VectorArithmetic::Constants::K64); }},
    {"the second fold", [](auto& prepared, auto&) { SpoilConstant(prepared, &srp::VectorArithmetic::Constants::K32); }},
    {"the third fold", [](auto& prepared, auto&) { SpoilConstant(prepared, &srp::VectorArithmetic::Constants::K16); }},
    {"the multiple of N", [](auto& prepared, auto&) { SpoilConstant(prepared, &srp::VectorArithmetic::Constants::M_lanes); }},
    {"the quotient", [](auto& prepared, auto&) { SpoilConstant(prepared, &srp::VectorArithmetic::Constants::inverse); }},
};

class MachineTest : public testing::Test {
 protected:
  // All that can be prepared, and the first steps of a sign-in.
  void Begin(std::string_view password) {
    while (!prepared_.Advance(talk_.random)) {}
    talk_.Open(SignIn(UserPool::ClarisId(), test::kUsername, SecretBytes(password), talk_.random, prepared_));
  }

  Conversation talk_;
  srp::Precomputation prepared_;
  Server server_;
};

TEST_F(MachineTest, AMachineThatIsRightSignsInWithoutASecondProof) {
  Begin(test::kPassword);
  talk_.Start();
  server_.Serve(talk_);
  EXPECT_TRUE(talk_.IsDone());
  EXPECT_EQ(server_.initiated, 1);
}

TEST_F(MachineTest, AWrongPasswordIsRefusedOnceAndIsTheirs) {
  Begin("not the password");
  talk_.Start();
  server_.Serve(talk_);
  test::ExpectCode(ErrorCode::kWrongCredentials, talk_.FailedWith());
  EXPECT_EQ(server_.initiated, 1);
  EXPECT_EQ(server_.refused, 1);
}

class FaultTest : public MachineTest, public testing::WithParamInterface<Fault> {};

TEST_P(FaultTest, TheRightPasswordSignsInAtTheSecondProof) {
  Begin(test::kPassword);
  GetParam().spoil(prepared_, talk_.random);
  talk_.Start();
  server_.Serve(talk_);
  EXPECT_TRUE(talk_.IsDone());
  EXPECT_EQ(server_.initiated, 2);
  EXPECT_EQ(server_.refused, 1);
}

TEST_P(FaultTest, AWrongPasswordIsStillRefused) {
  Begin("not the password");
  GetParam().spoil(prepared_, talk_.random);
  talk_.Start();
  server_.Serve(talk_);
  test::ExpectCode(ErrorCode::kWrongCredentials, talk_.FailedWith());
  EXPECT_EQ(server_.initiated, 2);
  EXPECT_EQ(server_.refused, 2);
}

INSTANTIATE_TEST_SUITE_P(EachStage, FaultTest, testing::ValuesIn(kFaults));

TEST_F(MachineTest, AMachineThatIsWrongTwiceIsNotThePersonsFault) {
  const Fault& fault = kFaults[2];
  Begin(test::kPassword);
  fault.spoil(prepared_, talk_.random);
  talk_.Start();
  talk_.Receive(test::PasswordVerifier());
  talk_.Receive(test::Refusal("NotAuthorizedException", "Incorrect username or password."));
  ASSERT_EQ(talk_.SentOperation(), "InitiateAuth");
  fault.spoil(prepared_, talk_.random);
  talk_.Receive(test::PasswordVerifier());
  talk_.Receive(test::Refusal("NotAuthorizedException", "Incorrect username or password."));
  test::ExpectCode(ErrorCode::kInternal, talk_.FailedWith());
}

TEST_F(MachineTest, ADevicesProofIsDoubtedLikeAPersons) {
  while (!prepared_.Advance(talk_.random)) {}
  Device device{.key = std::string(test::kDeviceKey), .group_key = std::string(test::kDeviceGroupKey), .password = SecretBytes(test::kDevicePassword)};
  talk_.Open(SignIn(UserPool::ClarisId(), test::kUsername, SecretBytes(test::kPassword), talk_.random, prepared_, std::move(device)));
  talk_.Start();
  talk_.Receive(test::PasswordVerifier());
  kFaults[2].spoil(prepared_, talk_.random);
  talk_.Receive(test::AskFor("DEVICE_SRP_AUTH", ""));
  talk_.Receive(test::DevicePasswordVerifier());
  talk_.Receive(test::Refusal("NotAuthorizedException", "Incorrect username or password."));
  ASSERT_EQ(talk_.SentOperation(), "InitiateAuth");
  EXPECT_EQ(talk_.SentBody()["AuthParameters"]["DEVICE_KEY"], test::kDeviceKey);  // which is not forgotten
}

}  // namespace
}  // namespace fmid
