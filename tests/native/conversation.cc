#include "conversation.h"

#include "srp/client.h"

namespace fmid::test {

bool SeededRandom::Fill(std::span<std::uint8_t> out) {
  if (!works) return false;
  for (std::uint8_t& byte : out) {  // splitmix64, one byte of each number
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    byte = static_cast<std::uint8_t>(z >> 56);
  }
  if (out.size() > 8) drawn.emplace_back(out.begin(), out.end());
  return true;
}

HttpResponse RawReply(std::string_view body, int status) {
  HttpResponse response;
  response.status = status;
  response.body = SecretBytes(body);
  return response;
}

HttpResponse Reply(const Json& body, int status) { return RawReply(body.dump(), status); }

HttpResponse Refusal(std::string_view exception, std::string_view message, int status) {
  return Reply({{"__type", exception}, {"message", message}}, status);
}

HttpResponse NoAnswer(TransportFailure failure) {
  HttpResponse response;
  response.failure = failure;
  return response;
}

HttpResponse WithHeader(HttpResponse response, std::string_view name, std::string_view value) {
  response.headers.push_back({std::string(name), SecretBytes(value)});
  return response;
}

Json PasswordVerifier() {
  return {{"ChallengeName", "PASSWORD_VERIFIER"},
          {"ChallengeParameters",
           {{"SALT", kSalt}, {"SRP_B", kB}, {"SECRET_BLOCK", kSecretBlock}, {"USERNAME", kUserId}, {"USER_ID_FOR_SRP", kUserId}}}};
}

Json AskFor(std::string_view challenge, std::string_view session, Json parameters) {
  Json reply = {{"ChallengeName", challenge}, {"ChallengeParameters", std::move(parameters)}};
  if (!session.empty()) reply["Session"] = session;
  return reply;
}

Json TokensReply() {
  return {{"ChallengeParameters", Json::object()},
          {"AuthenticationResult",
           {{"AccessToken", "access-canary"},
            {"IdToken", "id-canary"},
            {"RefreshToken", "refresh-canary"},
            {"ExpiresIn", 3600},
            {"TokenType", "Bearer"}}}};
}

Json NewDeviceReply() {
  Json reply = TokensReply();
  reply["AuthenticationResult"]["NewDeviceMetadata"] = {{"DeviceKey", "us-west-2_new-device"}, {"DeviceGroupKey", "-new-group"}};
  return reply;
}

Json DevicePasswordVerifier() {
  return AskFor("DEVICE_PASSWORD_VERIFIER", "session-2",
                {{"SALT", kSalt}, {"SRP_B", kB}, {"SECRET_BLOCK", kSecretBlock}, {"USERNAME", kUserId}, {"DEVICE_KEY", kDeviceKey}});
}

void Conversation::Open(Result<std::unique_ptr<Flow>> opened) {
  ASSERT_TRUE(opened.has_value()) << CodeText(opened.error().code);
  flow = *std::move(opened);
}

void Conversation::SayCode(std::string_view code) {
  Answer answer;
  answer.code = SecretBytes(code);
  Say(std::move(answer));
}

const HttpRequest& Conversation::Sent() const {
  static const HttpRequest kNone;
  if (IsSending()) return *std::get<SendRequest>(*step).request;
  ADD_FAILURE() << "nothing is sent" << (step ? "" : ": " + std::string(CodeText(step.error().code)) + " " + step.error().detail);
  return kNone;
}

Json Conversation::SentBody() const {
  Json body = Json::parse(Sent().body.RevealText(), nullptr, /*allow_exceptions=*/false);
  EXPECT_TRUE(body.is_object());
  return body;
}

std::string Conversation::SentOperation() const {
  for (const HttpHeader& header : Sent().headers) {
    if (header.name != "X-Amz-Target") continue;
    const std::string_view target = header.value.RevealText();
    EXPECT_TRUE(target.starts_with("AWSCognitoIdentityProviderService."));
    return std::string(target.substr(target.find('.') + 1));
  }
  return {};
}

const Challenge& Conversation::Asked() const {
  static const Challenge kNone;
  if (IsAsking()) return *std::get<AskUser>(*step).challenge;
  ADD_FAILURE() << "nobody is asked" << (step ? "" : ": " + std::string(CodeText(step.error().code)) + " " + step.error().detail);
  return kNone;
}

const Tokens& Conversation::GivenTokens() const {
  static const Tokens kNone;
  if (IsDone()) {
    if (const Tokens* tokens = std::get_if<Tokens>(std::get<Done>(*step).outcome)) return *tokens;
  }
  ADD_FAILURE() << "no tokens" << (step ? "" : ": " + std::string(CodeText(step.error().code)) + " " + step.error().detail);
  return kNone;
}

std::uint32_t Conversation::Waits() const {
  if (IsWaiting()) return std::get<Wait>(*step).milliseconds;
  ADD_FAILURE() << "there is no wait" << (step ? "" : ": " + std::string(CodeText(step.error().code)) + " " + step.error().detail);
  return 0;
}

Error Conversation::Failed() const {
  if (!step) return step.error();
  ADD_FAILURE() << "it did not fail";
  return Error(ErrorCode::kInternal);
}

srp::Precomputation& Precomputed() {
  static srp::Precomputation precomputation;
  return precomputation;
}

void BeginSignIn(Conversation& talk) {
  talk.Open(SignIn(UserPool::ClarisId(), kUsername, SecretBytes(kPassword), talk.random, Precomputed()));
  talk.Start();
  ASSERT_EQ(talk.SentOperation(), "InitiateAuth");
}

void BeginVerifying(Conversation& talk) {
  BeginSignIn(talk);
  talk.Receive(PasswordVerifier());
  ASSERT_EQ(talk.SentOperation(), "RespondToAuthChallenge");
}

void BeginAsking(Conversation& talk) {
  BeginVerifying(talk);
  talk.Receive(AskFor("SMS_MFA", "session-1",
                      {{"CODE_DELIVERY_DELIVERY_MEDIUM", "SMS"}, {"CODE_DELIVERY_DESTINATION", "+*******1234"}}));
  ASSERT_TRUE(talk.IsAsking());
}

void BeginWithDevice(Conversation& talk) {
  Device device{.key = std::string(kDeviceKey), .group_key = std::string(kDeviceGroupKey), .password = SecretBytes(kDevicePassword)};
  talk.Open(SignIn(UserPool::ClarisId(), kUsername, SecretBytes(kPassword), talk.random, Precomputed(), std::move(device)));
  talk.Start();
  talk.Receive(PasswordVerifier());
  ASSERT_EQ(talk.SentOperation(), "RespondToAuthChallenge");
}

void BeginDeviceProof(Conversation& talk) {
  BeginWithDevice(talk);
  talk.Receive(AskFor("DEVICE_SRP_AUTH", "session-1"));
  ASSERT_EQ(talk.SentBody()["ChallengeName"], "DEVICE_SRP_AUTH");
}

void BeginDeviceVerifying(Conversation& talk) {
  BeginDeviceProof(talk);
  talk.Receive(DevicePasswordVerifier());
  ASSERT_EQ(talk.SentBody()["ChallengeName"], "DEVICE_PASSWORD_VERIFIER");
}

void BeginRemembering(Conversation& talk) {
  BeginVerifying(talk);
  talk.Receive(NewDeviceReply());
  ASSERT_EQ(talk.SentOperation(), "ConfirmDevice");
}

std::string_view HeaderOf(const HttpRequest& request, std::string_view name) {
  for (const HttpHeader& header : request.headers) {
    if (header.name == name) return header.value.RevealText();
  }
  return {};
}

void BeginSetup(Conversation& talk) {
  BeginVerifying(talk);
  talk.Receive(AskFor("MFA_SETUP", "session-1", {{"MFAS_CAN_SETUP", R"(["SMS_MFA","SOFTWARE_TOKEN_MFA"])"}}));
  ASSERT_EQ(talk.SentOperation(), "AssociateSoftwareToken");
  talk.Receive({{"SecretCode", "JBSWY3DPEHPK3PXP"}, {"Session", "session-2"}});
  ASSERT_TRUE(talk.IsAsking());
}

}  // namespace fmid::test
