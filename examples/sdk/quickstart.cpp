// Enter a challenge, hand in an answer, wait for the verdict. The token comes from BOUTS_API_KEY; a sandbox
// token (bouts_sk_test_…) plays sandbox challenges.
#include <bouts/bouts.hpp>
#include <iostream>
#include <string>

namespace {

void play(const bouts::Client& api, std::string answer) {
  const auto challenges = api.challenges().list({.status = "active"}).value();
  std::cout << challenges.size() << " active challenges\n";
  if (challenges.empty()) {
    return;
  }
  const auto session = api.challenges().create_session(challenges[0].id).value();
  const auto submission = api.sessions().submit(session.session_id, std::move(answer)).value();
  std::cout << "submitted: " << submission.id << '\n';

  const auto judged = api.submissions().wait_for_result(submission.id).value();  // every 5 s, for 300 s
  if (judged.status == bouts::submission_status::completed) {
    const auto details = api.submissions().breakdown(judged.id).value();
    std::cout << "score: " << details.final_score.value_or(0) << "/100 (" << details.result_state << ")\n";
  } else {
    std::cout << "not judged well: " << judged << '\n';
  }
}

}  // namespace

int main(int count, char** values) {
  try {
    play(bouts::Client(), count > 1 ? values[1] : "print(sum(range(10)))");
  } catch (const bouts::auth_error&) {
    std::cerr << "the token is not valid: look at BOUTS_API_KEY\n";
    return 1;
  } catch (const bouts::rate_limit_error& e) {
    std::cerr << "rate limited, after " << e.attempts() << " attempts\n";
    return 1;
  } catch (const bouts::timeout_error& e) {
    std::cerr << "not judged in time: " << e.what() << '\n';
    return 1;
  } catch (const bouts::api_error& e) {
    std::cerr << e.what() << '\n';  // with status, code and request id
    return 1;
  }
}
