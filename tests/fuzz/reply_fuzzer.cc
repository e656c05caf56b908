// libFuzzer: replies as no honest server sends them, to every flow in every state that replies can lead to. The first byte chooses the flow;
// the rest is cut at 0xFF bytes, each piece a reply, and between two of them the person answers. A piece's first byte is its status and
// body, or one of the honest replies below with the piece put into it, so that states behind a password proof are reached. Crashes and what
// the sanitizers see are the findings; an error that repeats a secret, a flow that goes on for ever, an end that is none.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "fmid/filemaker.h"
#include "fmid/sign_in.h"
#include "fmid/token_flows.h"
#include "srp/client.h"

namespace {

constexpr std::string_view kSecret = "hunter2-canary";

// What stands for the piece, quotation marks and all if it has any.
constexpr std::string_view kHonest[] = {
    R"({"ChallengeName":"PASSWORD_VERIFIER","ChallengeParameters":{"SALT":"f947","SRP_B":"2a%","SECRET_BLOCK":"c2Vj","USER_ID_FOR_SRP":"u"}})",
    R"({"ChallengeName":"PASSWORD_VERIFIER","ChallengeParameters":{"SALT":"%","SRP_B":"2a","SECRET_BLOCK":"c2Vj","USER_ID_FOR_SRP":"u%"}})",
    R"({"ChallengeName":"SMS_MFA","Session":"s%","ChallengeParameters":{"CODE_DELIVERY_DESTINATION":"%"}})",
    R"({"ChallengeName":"SELECT_MFA_TYPE","Session":"s","ChallengeParameters":{"MFAS_CAN_CHOOSE":"[\"SMS_MFA\",\"%\"]"}})",
    R"({"ChallengeName":"NEW_PASSWORD_REQUIRED","Session":"s","ChallengeParameters":{"requiredAttributes":"[\"%\"]"}})",
    R"({"ChallengeName":"MFA_SETUP","Session":"s%","ChallengeParameters":{"MFAS_CAN_SETUP":"[\"SOFTWARE_TOKEN_MFA\"]"}})",
    R"({"SecretCode":"JBSW%","Session":"s"})",
    R"({"Status":"SUCCESS%","Session":"s"})",
    R"({"AuthenticationResult":{"AccessToken":"a%","IdToken":"i","RefreshToken":"r","ExpiresIn":3600}})",
    R"({"__type":"NotAuthorizedException","message":"Invalid session for the user, session is expired.%"})",
    R"({"__type":"CodeMismatchException","message":"Invalid code or auth state for the user.%"})",
    R"({"__type":"InvalidPasswordException","message":"Value 'hunter2-canary' at '%"})",
    R"({"response":{"token":"t%"},"messages":[{"code":"0","message":"%"}]})",
    R"({"response":{},"messages":[{"code":"952","message":"Value 'hunter2-canary' at '%"}]})",
};
constexpr int kHonestStatuses[] = {200, 200, 200, 200, 200, 200, 200, 200, 200, 400, 400, 400, 200, 401};
constexpr int kStatuses[] = {200, 200, 200, 400, 400, 401, 429, 500};

class CountingRandom final : public fmid::RandomSource {
 public:
  bool Fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& byte : out) byte = ++last_;
    return true;
  }

 private:
  std::uint8_t last_ = 0;
};

fmid::srp::Precomputation precomputation;

std::unique_ptr<fmid::Flow> OpenFlow(std::uint8_t which, fmid::RandomSource& random) {
  const fmid::UserPool pool = fmid::UserPool::ClarisId();
  const fmid::HostTarget target = *fmid::HostTarget::Create(fmid::HostApi::kData, "host.example", "DB", "v1");
  switch (which % 10) {
    case 0: return *fmid::Refresh(pool, fmid::SecretBytes(kSecret), "", random);
    case 1: return *fmid::Discover("", random);
    case 2: return *fmid::OpenHostSession(target, fmid::SecretBytes(kSecret), {}, random);
    case 3: return *fmid::CallHost(target, fmid::SecretBytes(kSecret), {"GET", "layouts", {}, {}}, random);
    case 4: return *fmid::CloseHostSession(target, fmid::SecretBytes(kSecret), random);
    case 5: return *fmid::Revoke(pool, fmid::SecretBytes(kSecret), random);
    default: return *fmid::SignIn(pool, "user", fmid::SecretBytes(kSecret), random, precomputation);
  }
}

fmid::HttpResponse ReplyFrom(std::string_view piece) {
  fmid::HttpResponse response;
  if (piece.empty()) return response;  // no answer
  const std::size_t choice = static_cast<std::uint8_t>(piece.front()) % (std::size(kHonest) + std::size(kStatuses));
  piece.remove_prefix(1);
  if (choice >= std::size(kHonest)) {
    response.status = kStatuses[choice - std::size(kHonest)];
    response.body.Append(piece);
    return response;
  }
  response.status = kHonestStatuses[choice];
  for (const char c : kHonest[choice]) c == '%' ? response.body.Append(piece) : response.body.Append(c);
  return response;
}

// `message_too`: where what is in the message is known to be quoted.
void Check(const fmid::Error& error, bool message_too) {
  for (const std::string& text : {error.detail, error.service_error, error.filemaker_code}) {
    if (text.find(kSecret) != std::string::npos) std::abort();
  }
  if (error.service_message.size() > 300) std::abort();
  if (message_too && error.service_message.find(kSecret) != std::string::npos) std::abort();
}

fmid::Answer AnswerFor(const fmid::Challenge& challenge) {
  fmid::Answer answer;
  answer.code = fmid::SecretBytes(std::string_view("123456"));
  answer.new_password = fmid::SecretBytes(kSecret);
  if (!challenge.choices.empty()) answer.choice = challenge.choices.front();
  for (const std::string& name : challenge.required_attributes) answer.attributes.emplace_back(name, "x");
  return answer;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  CountingRandom random;
  const auto flow = OpenFlow(data[0], random);
  std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bool quoted_only = rest.find("canary") == std::string_view::npos;  // else the piece itself may say it without quotation marks
  constexpr fmid::UnixMillis kNow = 1'693'897'689'000;

  auto step = flow->Start(kNow);
  for (int steps = 0; steps < 60; ++steps) {
    if (!step) {
      Check(step.error(), quoted_only);
      const bool input = fmid::KindOf(step.error().code) == fmid::ErrorKind::kInput;
      if (input == flow->IsFinished()) std::abort();  // a caller's mistake changes nothing; everything else is the end
      return 0;
    }
    if (std::holds_alternative<fmid::Done>(*step)) {
      if (!flow->IsFinished()) std::abort();
      return 0;
    }
    if (std::holds_alternative<fmid::Wait>(*step)) {
      step = flow->OnWaitOver();
    } else if (const auto* ask = std::get_if<fmid::AskUser>(&*step)) {
      if (ask->challenge->previous_error) Check(*ask->challenge->previous_error, quoted_only);
      step = flow->OnAnswer(AnswerFor(*ask->challenge));
    } else {
      if (rest.empty()) return 0;
      const std::string_view piece = rest.substr(0, rest.find('\xFF'));
      rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
      step = flow->OnResponse(ReplyFrom(piece), kNow);
    }
  }
  return 0;
}
