// libFuzzer: replies as no honest server sends them, to every flow in every state that replies can lead to. The input is cut at 0xFF bytes:
// each piece is a status and a body, and between two of them the person answers. Crashes and what the sanitizers see are the findings, and
// an error that quotes a secret.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "fmid/data_api.h"
#include "fmid/sign_in.h"
#include "fmid/token_flows.h"

namespace {

constexpr std::string_view kSecret = "hunter2-canary";

class CountingRandom final : public fmid::RandomSource {
 public:
  bool Fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& byte : out) byte = ++last_;
    return true;
  }

 private:
  std::uint8_t last_ = 0;
};

std::unique_ptr<fmid::Flow> OpenFlow(std::uint8_t which, fmid::RandomSource& random) {
  const fmid::UserPool pool = fmid::UserPool::ClarisId();
  const fmid::DataApiTarget target = *fmid::DataApiTarget::Create("host.example", "DB", "v1");
  switch (which % 6) {
    case 0: return *fmid::Refresh(pool, fmid::SecretBytes(kSecret), "", random);
    case 1: return *fmid::Discover("", random);
    case 2: return *fmid::OpenDataApiSession(target, fmid::SecretBytes(kSecret), {}, random);
    case 3: return *fmid::CallDataApi(target, fmid::SecretBytes(kSecret), "GET", "layouts", {}, random);
    default: return *fmid::SignIn(pool, "user", fmid::SecretBytes(kSecret), random);
  }
}

void Check(const fmid::Error& error) {
  for (const std::string& text : {error.detail, error.service_error, error.filemaker_code}) {
    if (text.find(kSecret) != std::string::npos) std::abort();
  }
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
  constexpr fmid::UnixMillis kNow = 1'693'897'689'000;

  auto step = flow->Start(kNow);
  for (int steps = 0; steps < 40; ++steps) {
    if (!step) {
      Check(step.error());
      if (fmid::KindOf(step.error().code) != fmid::ErrorKind::kInput && !flow->IsFinished()) std::abort();
      return 0;
    }
    if (std::holds_alternative<fmid::Done>(*step)) return 0;
    if (std::holds_alternative<fmid::Wait>(*step)) {
      step = flow->OnWaitOver();
    } else if (const auto* ask = std::get_if<fmid::AskUser>(&*step)) {
      if (ask->challenge->previous_error) Check(*ask->challenge->previous_error);
      step = flow->OnAnswer(AnswerFor(*ask->challenge));
    } else {
      if (rest.empty()) return 0;
      const std::string_view piece = rest.substr(0, rest.find('\xFF'));
      rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
      fmid::HttpResponse response;
      constexpr int kStatuses[] = {200, 200, 200, 400, 400, 401, 429, 500};
      response.status = piece.empty() ? 0 : kStatuses[static_cast<std::uint8_t>(piece.front()) % 8];
      if (!piece.empty()) response.body.Append(piece.substr(1));
      step = flow->OnResponse(response, kNow);
    }
  }
  return 0;
}
