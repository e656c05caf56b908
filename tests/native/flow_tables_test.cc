// The tables of legal moves: sound, and each row taken by a real flow; and the real flows, called in every state by every call that has no
// place there.
#include <gtest/gtest.h>

#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cognito/refresh_flow.h"
#include "cognito/sign_in_flow.h"
#include "cognito/sign_in_states.h"
#include "conversation.h"
#include "flow/exchange.h"
#include "fmid/token_flows.h"

namespace fmid {
namespace {

using cognito::kRefreshTable;
using cognito::kSignInTable;
using cognito::RefreshEvent;
using cognito::RefreshState;
using cognito::SignInEvent;
using cognito::SignInFlow;
using cognito::SignInState;
using test::Conversation;

// The enumerators count from 0; the last one closes the list.
template <class Enumeration>
std::vector<Enumeration> AllUpTo(Enumeration last) {
  std::vector<Enumeration> all;
  for (int i = 0; i <= static_cast<int>(last); ++i) all.push_back(static_cast<Enumeration>(i));
  return all;
}

template <class State, class Event, std::size_t kSize>
std::set<State> ReachableFrom(const Transition<State, Event> (&table)[kSize], State start) {
  std::set<State> reached{start};
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& transition : table) {
      if (reached.count(transition.from) != 0) grew |= reached.insert(transition.to).second;
    }
  }
  return reached;
}

template <class State, class Event, std::size_t kSize>
void ExpectSoundTable(const Transition<State, Event> (&table)[kSize], const std::vector<State>& states, const std::vector<Event>& events,
                      State start) {
  std::set<std::pair<State, Event>> seen;
  std::set<Event> used;
  for (const auto& transition : table) {
    EXPECT_TRUE(seen.emplace(transition.from, transition.on).second) << "two rows for state " << int(transition.from) << " event "
                                                                     << int(transition.on);
    used.insert(transition.on);
  }
  EXPECT_EQ(used.size(), events.size()) << "an event that moves nothing";
  EXPECT_EQ(ReachableFrom(table, start).size(), states.size()) << "a state that nothing leads to";
}

template <class State, class Event, std::size_t kSize>
void ExpectEndings(const Transition<State, Event> (&table)[kSize], const std::vector<State>& states, State done, State failed,
                   const std::set<State>& cannot_fail = {}) {
  for (const State state : states) {
    const std::set<State> reachable = ReachableFrom(table, state);
    const bool is_final = state == done || state == failed;
    if (is_final) {
      EXPECT_EQ(reachable.size(), 1U) << "final state " << int(state) << " has a way out";
    } else {
      EXPECT_EQ(reachable.count(done), 1U) << "state " << int(state);
      EXPECT_EQ(reachable.count(failed), cannot_fail.count(state) == 1 ? 0U : 1U) << "state " << int(state);
    }
  }
}

TEST(FlowTablesTest, TheSignInTableIsSound) {
  const auto states = AllUpTo(SignInState::kFailed);
  ExpectSoundTable(kSignInTable, states, AllUpTo(SignInEvent::kFailure), SignInState::kReady);
  ExpectEndings(kSignInTable, states, SignInState::kDone, SignInState::kFailed, {SignInState::kRemembering});
}

TEST(FlowTablesTest, TheRefreshTableIsSound) {
  const auto states = AllUpTo(RefreshState::kFailed);
  ExpectSoundTable(kRefreshTable, states, AllUpTo(RefreshEvent::kFailure), RefreshState::kReady);
  ExpectEndings(kRefreshTable, states, RefreshState::kDone, RefreshState::kFailed);
}

TEST(FlowTablesTest, TheExchangeTableIsSound) {
  ExpectSoundTable(kExchangeTable, AllUpTo(ExchangeState::kWaiting), AllUpTo(ExchangeEvent::kWaitOver), ExchangeState::kIdle);
}

TEST(FlowTablesTest, EveryRequestOfASignInCanFail) {
  for (const SignInState state : AllUpTo(SignInState::kDeviceVerifying)) {
    if (state == SignInState::kReady) continue;   // nothing is sent yet
    if (state == SignInState::kAsking) continue;  // there the person's mistakes change nothing
    EXPECT_EQ(Next(kSignInTable, state, SignInEvent::kFailure), SignInState::kFailed) << int(state);
  }
}

SignInState StateOf(const Conversation& talk) { return static_cast<const SignInFlow&>(*talk.flow).state(); }

// Brings a new sign-in into `state`.
void Reach(SignInState state, Conversation& talk) {
  switch (state) {
    case SignInState::kReady:
      talk.Open(SignIn(UserPool::ClarisId(), test::kUsername, SecretBytes(test::kPassword), talk.random, test::Precomputed()));
      break;
    case SignInState::kInitiating: test::BeginSignIn(talk); break;
    case SignInState::kVerifying: test::BeginVerifying(talk); break;
    case SignInState::kAssociating:
      test::BeginVerifying(talk);
      talk.Receive(test::AskFor("MFA_SETUP", "session-1", {{"MFAS_CAN_SETUP", R"(["SOFTWARE_TOKEN_MFA"])"}}));
      break;
    case SignInState::kAsking: test::BeginAsking(talk); break;
    case SignInState::kAnswering:
      test::BeginAsking(talk);
      talk.SayCode("123456");
      break;
    case SignInState::kConfirming:
      test::BeginSetup(talk);
      talk.SayCode("123456");
      break;
    case SignInState::kDeviceInitiating: test::BeginDeviceProof(talk); break;
    case SignInState::kDeviceVerifying: test::BeginDeviceVerifying(talk); break;
    case SignInState::kRemembering: test::BeginRemembering(talk); break;
    case SignInState::kDone:
      test::BeginVerifying(talk);
      talk.Receive(test::TokensReply());
      break;
    case SignInState::kFailed:
      test::BeginSignIn(talk);
      talk.Receive(test::Refusal("ForbiddenException", "no"));
      break;
  }
  ASSERT_EQ(int(StateOf(talk)), int(state));
}

// --- every row is taken ---

const test::Json kSetup = test::AskFor("MFA_SETUP", "session-1", {{"MFAS_CAN_SETUP", R"(["SOFTWARE_TOKEN_MFA"])"}});

// Brings a new sign-in into `state`, so that `event` can happen there.
void ReachFor(SignInState state, SignInEvent event, Conversation& talk) {
  const bool of_device = event == SignInEvent::kDeviceWanted || event == SignInEvent::kDeviceGone;
  if (state == SignInState::kVerifying && of_device) {
    test::BeginWithDevice(talk);
  } else if (state == SignInState::kAnswering && of_device) {
    test::BeginWithDevice(talk);
    talk.Receive(test::AskFor("SMS_MFA", "session-1"));
    talk.SayCode("123456");
  } else if (state == SignInState::kAsking && event == SignInEvent::kSetupAnswered) {
    test::BeginSetup(talk);
  } else if (event == SignInEvent::kNewPasswordDenied) {
    // The answer to the new password is lost, and the session over when it is sent again: the proof is made with the new one.
    test::BeginVerifying(talk);
    talk.Receive(test::AskFor("NEW_PASSWORD_REQUIRED", "session-1"));
    Answer answer;
    answer.new_password = SecretBytes("a new password");
    talk.Say(std::move(answer));
    talk.Receive(test::NoAnswer());
    talk.WaitOver();
    talk.Receive(test::Refusal("NotAuthorizedException", "Invalid session for the user, session can only be used once."));
    talk.Receive(test::PasswordVerifier());
  } else {
    Reach(state, talk);
  }
}

void MakeHappen(SignInEvent event, Conversation& talk) {
  switch (event) {
    case SignInEvent::kStart: return talk.Start();
    case SignInEvent::kPasswordWanted:
      return talk.Receive(StateOf(talk) == SignInState::kInitiating ? test::PasswordVerifier() : test::DevicePasswordVerifier());
    case SignInEvent::kPersonWanted: return talk.Receive(test::AskFor("SMS_MFA", "session-3"));
    case SignInEvent::kSetupWanted: return talk.Receive(kSetup);
    case SignInEvent::kSecretReceived: return talk.Receive({{"SecretCode", "JBSWY3DPEHPK3PXP"}, {"Session", "session-2"}});
    case SignInEvent::kAnswered:
    case SignInEvent::kSetupAnswered: return talk.SayCode("123456");
    case SignInEvent::kSetupConfirmed: return talk.Receive({{"Status", "SUCCESS"}, {"Session", "session-3"}});
    case SignInEvent::kDeviceWanted: return talk.Receive(test::AskFor("DEVICE_SRP_AUTH", "session-1"));
    case SignInEvent::kDeviceGone: return talk.Receive(test::Refusal("ResourceNotFoundException", "Device does not exist."));
    case SignInEvent::kNewPasswordDenied: return talk.Receive(test::Refusal("NotAuthorizedException", "Incorrect username or password."));
    case SignInEvent::kDeviceGiven: return talk.Receive(test::NewDeviceReply());
    case SignInEvent::kTokensReceived: return talk.Receive(test::TokensReply());
    case SignInEvent::kAnswerRefused: return talk.Receive(test::Refusal("CodeMismatchException", "no"));
    case SignInEvent::kSessionOver: return talk.Receive(test::Refusal("ExpiredCodeException", "no"));
    case SignInEvent::kAnswerLost: return talk.Receive(test::NoAnswer());
    case SignInEvent::kFailure: return talk.Receive(test::Refusal("ForbiddenException", "no"));
  }
}

TEST(FlowTablesTest, EveryRowOfTheSignInTableIsTaken) {
  for (const auto& row : kSignInTable) {
    SCOPED_TRACE("state " + std::to_string(int(row.from)) + ", event " + std::to_string(int(row.on)));
    Conversation talk;
    ReachFor(row.from, row.on, talk);
    ASSERT_EQ(int(StateOf(talk)), int(row.from));
    MakeHappen(row.on, talk);
    EXPECT_EQ(int(StateOf(talk)), int(row.to));
    EXPECT_EQ(static_cast<const SignInFlow&>(*talk.flow).machine().last_row(), &row);
  }
}

TEST(FlowTablesTest, EveryRowOfTheRefreshTableIsTaken) {
  for (const auto& row : kRefreshTable) {
    SCOPED_TRACE("state " + std::to_string(int(row.from)) + ", event " + std::to_string(int(row.on)));
    Conversation talk;
    talk.Open(Refresh(UserPool::ClarisId(), SecretBytes("refresh-canary"), "", talk.random));
    const auto& machine = static_cast<const cognito::RefreshFlow&>(*talk.flow).machine();
    const HttpResponse unknown = test::Refusal("UnknownOperationException", "");
    if (row.from != RefreshState::kReady) talk.Start();
    if (row.from == RefreshState::kInitiating) talk.Receive(unknown);
    ASSERT_EQ(int(machine.state()), int(row.from));
    switch (row.on) {
      case RefreshEvent::kStart: talk.Start(); break;
      case RefreshEvent::kTokensReceived: talk.Receive(test::TokensReply()); break;
      case RefreshEvent::kNotOffered: talk.Receive(unknown); break;
      case RefreshEvent::kFailure: talk.Receive(test::Refusal("NotAuthorizedException", "Refresh Token has expired")); break;
    }
    EXPECT_EQ(int(machine.state()), int(row.to));
    EXPECT_EQ(machine.last_row(), &row);
  }
}

TEST(FlowTablesTest, EveryRowOfTheExchangeTableIsTaken) {
  StateMachine<kExchangeTable> machine(ExchangeState::kIdle);
  std::set<const void*> taken;
  for (const ExchangeEvent event : {ExchangeEvent::kSend, ExchangeEvent::kFault, ExchangeEvent::kWaitOver, ExchangeEvent::kAnswered}) {
    machine.Move(event);
    taken.insert(machine.last_row());
  }
  EXPECT_EQ(taken.size(), std::size(kExchangeTable));
}

#if GTEST_HAS_DEATH_TEST
TEST(FlowTablesDeathTest, AMoveThatIsInNoRowEndsTheProgram) {
  for (const ExchangeEvent event : {ExchangeEvent::kAnswered, ExchangeEvent::kFault, ExchangeEvent::kWaitOver}) {
    StateMachine<kExchangeTable> machine(ExchangeState::kIdle);
    EXPECT_FALSE(machine.Allows(event));
    EXPECT_DEATH(machine.Move(event), "");
  }
  for (const SignInState final_state : {SignInState::kDone, SignInState::kFailed}) {
    for (const SignInEvent event : AllUpTo(SignInEvent::kFailure)) {
      EXPECT_FALSE(StateMachine<kSignInTable>(final_state).Allows(event));
    }
  }
}
#endif

// --- calls out of order ---

void ExpectOutOfOrder(Flow& flow, bool start, bool response, bool wait_over, bool answer) {
  const auto refused = [](const Result<Step>& step) { return !step && step.error().code == ErrorCode::kCallOutOfOrder; };
  if (start) {
    EXPECT_TRUE(refused(flow.Start(test::kNow)));
  }
  if (response) {
    EXPECT_TRUE(refused(flow.OnResponse(test::Reply(test::TokensReply()), test::kNow)));
  }
  if (wait_over) {
    EXPECT_TRUE(refused(flow.OnWaitOver()));
  }
  if (answer) {
    Answer code;
    code.code = SecretBytes("123456");
    EXPECT_TRUE(refused(flow.OnAnswer(std::move(code))));
  }
}

TEST(FlowTablesTest, ASignInRefusesEveryCallThatHasNoPlaceInItsState) {
  for (const SignInState state : AllUpTo(SignInState::kFailed)) {
    Conversation talk;
    Reach(state, talk);
    const bool asking = state == SignInState::kAsking;
    const bool idle = asking || state == SignInState::kReady || state == SignInState::kDone || state == SignInState::kFailed;
    for (int twice = 0; twice < 2; ++twice) {
      ExpectOutOfOrder(*talk.flow, /*start=*/state != SignInState::kReady, /*response=*/idle, /*wait_over=*/true, /*answer=*/!asking);
      EXPECT_EQ(int(StateOf(talk)), int(state)) << "it moved";
    }
    EXPECT_EQ(talk.flow->IsFinished(), state == SignInState::kDone || state == SignInState::kFailed);
    // What had a place before still has it.
    if (state == SignInState::kReady) {
      talk.Start();
      EXPECT_EQ(talk.SentOperation(), "InitiateAuth");
    } else if (asking) {
      talk.SayCode("123456");
      EXPECT_EQ(talk.SentOperation(), "RespondToAuthChallenge");
    } else if (!idle) {
      talk.Receive(test::NoAnswer());
      EXPECT_TRUE(talk.IsWaiting()) << int(state);
    }
  }
}

TEST(FlowTablesTest, AWaitingSignInTakesNothingButTheEndOfTheWait) {
  Conversation talk;
  test::BeginSignIn(talk);
  talk.Receive(test::NoAnswer());
  ASSERT_TRUE(talk.IsWaiting());
  ExpectOutOfOrder(*talk.flow, true, true, /*wait_over=*/false, true);
  talk.WaitOver();
  EXPECT_EQ(talk.SentOperation(), "InitiateAuth");
  ExpectOutOfOrder(*talk.flow, true, /*response=*/false, true, true);
}

void ExpectOrderOfOtherFlow(Result<std::unique_ptr<Flow>> flow, const HttpResponse& last) {
  ASSERT_TRUE(flow.has_value());
  Flow& talk = **flow;
  ExpectOutOfOrder(talk, /*start=*/false, true, true, true);
  EXPECT_FALSE(talk.IsFinished());
  ASSERT_TRUE(talk.Start(test::kNow).has_value());
  ExpectOutOfOrder(talk, true, /*response=*/false, true, true);
  ASSERT_TRUE(talk.OnResponse(test::NoAnswer(), test::kNow).has_value());
  ExpectOutOfOrder(talk, true, true, /*wait_over=*/false, true);
  ASSERT_TRUE(talk.OnWaitOver().has_value());
  ExpectOutOfOrder(talk, true, /*response=*/false, true, true);
  EXPECT_FALSE(talk.IsFinished());
  ASSERT_TRUE(talk.OnResponse(last, test::kNow).has_value());
  EXPECT_TRUE(talk.IsFinished());
  ExpectOutOfOrder(talk, true, true, true, true);
}

TEST(FlowTablesTest, TheOtherFlowsRefuseCallsOutOfOrderToo) {
  test::SeededRandom random;
  const UserPool pool = UserPool::ClarisId();
  ExpectOrderOfOtherFlow(Refresh(pool, SecretBytes("refresh-canary"), "", random), test::Reply(test::TokensReply()));
  ExpectOrderOfOtherFlow(Revoke(pool, SecretBytes("refresh-canary"), random), test::RawReply("{}"));
  ExpectOrderOfOtherFlow(GlobalSignOut(pool, SecretBytes("access-canary"), random), test::RawReply("{}"));
  const HostTarget target = *HostTarget::Create(HostApi::kData, "name.account.filemaker-cloud.com", "Sales", "vLatest");
  const auto good = test::RawReply(R"({"response":{"token":"t"},"messages":[{"code":"0","message":"OK"}]})");
  ExpectOrderOfOtherFlow(OpenHostSession(target, SecretBytes("id-canary"), {}, random), good);
  ExpectOrderOfOtherFlow(CallHost(target, SecretBytes("t"), {"GET", "layouts", {}, {}}, random), good);
  ExpectOrderOfOtherFlow(CloseHostSession(target, SecretBytes("t"), random), good);
}

}  // namespace
}  // namespace fmid
