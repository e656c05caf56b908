// What InitiateAuth, RespondToAuthChallenge and GetTokensFromRefreshToken answer with: tokens, or the next challenge.
#pragma once

#include <optional>
#include <string>

#include "fmid/challenge.h"
#include "fmid/http.h"
#include "fmid/result.h"
#include "fmid/time.h"
#include "fmid/tokens.h"
#include "json/document.h"

namespace fmid::cognito {

// AuthenticationResult. `refresh_token` is what is kept where the answer has none. `began`: when the tokens' life began.
// kResponseMalformed names the missing field.
[[nodiscard]] Result<Tokens> ReadTokens(json::Value reply, std::string_view refresh_token, UnixMillis began);

// When the tokens of an answer came to life, at the earliest: as their request was sent. An answer may lie unread while a machine sleeps.
[[nodiscard]] UnixMillis BeganAt(const HttpResponse& response, UnixMillis now);

// By how much the server's clock is ahead, from its Date header, which it wrote between the request and now; 0 where there is none.
[[nodiscard]] std::int64_t ClockOffset(const HttpResponse& response, UnixMillis now);

// A challenge for the person from ChallengeName and ChallengeParameters. kChallengeUnsupported names what fmid cannot do;
// kResponseMalformed. MFA_SETUP comes without its secret: that is a request of its own.
[[nodiscard]] Result<Challenge> ReadChallenge(json::Value reply);

// What is wrong with the answer, before anything is sent; the code is made plain digits. kCodeMalformed, kChoiceNotOffered,
// kNewPasswordRequired, kAttributeRequired, kTextNotUtf8.
[[nodiscard]] std::optional<Error> CheckAnswer(const Challenge& challenge, Answer& answer);

// The name of the ChallengeResponses member that carries the code: "SMS_MFA_CODE".
[[nodiscard]] std::string_view CodeParameter(ChallengeKind kind);

}  // namespace fmid::cognito
