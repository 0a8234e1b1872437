package io.yaim.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Chromium;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The dashboard as the program serves it, in a real browser, on an API that returns what the test sets.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DashboardPageIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String HOSTILE =
            "<img src=x onerror=\"window.hit=1\"><script>window.hit=2</script>'\"><b id=injected>";

    private Chromium browser;
    private FakeApi api;

    @BeforeAll
    void open() throws IOException {
        browser = Chromium.start(ProcessBuilder::new);
        browser.runFirst("if (location.hash === '#no-poll') { window.setInterval = () => 0; }");
    }

    @AfterAll
    void close() throws IOException {
        browser.close();
    }

    @BeforeEach
    void serve() throws IOException {
        api = new FakeApi();
        browser.problems().clear();
        browser.requests().clear();
        browser.resize(1280, 900);
        browser.prefer("light");
    }

    @AfterEach
    void stop() throws IOException {
        browser.open("about:blank");
        api.close();
    }

    @Test
    void everyAddressShowsItsOwnerInTextAndInColour() throws IOException {
        show();
        assertThat(browser.eval("document.querySelectorAll('.cell').length")).isEqualTo("24");
        assertThat(cell(1)).contains("10.0.0.1").contains("n2");
        assertThat(browser.eval("new Set([...document.querySelectorAll('.cell')]"
                        + ".map(c => getComputedStyle(c).borderLeftColor)).size"))
                .isEqualTo("3");
        assertThat(browser.problems()).isEmpty();
    }

    @Test
    void theNodeThatCoordinatesIsMarkedWhereThereIsOne() throws IOException {
        show();
        assertThat(browser.eval("document.getElementById('nodes').textContent")).doesNotContain("coordinator");
        api.cluster(Map.of("store", Map.of("type", "multicast", "reachable", true, "reason", "", "coordinator", "n2")));
        show();
        assertThat(browser.eval("[...document.querySelectorAll('#nodes > li')]"
                        + ".filter(li => li.textContent.includes('coordinator')).map(li => li.dataset.node).join()"))
                .isEqualTo("n2");
        assertThat(browser.problems()).isEmpty();
    }

    @Test
    void sendsRequestsOnlyToTheNodeThatServesIt() throws IOException {
        show();
        assertThat(browser.requests())
                .isNotEmpty()
                .allMatch(url -> url.startsWith(api.url()) || url.startsWith("data:") || url.equals("about:blank"));
    }

    @Test
    void whatStandsOutIsWhatHasNoOwnerFailsOrIsClaimedByOthers() throws IOException {
        var odd = new HashMap<Integer, Map<String, Object>>();
        odd.put(0, FakeApi.fields("owner", Optional.empty()));
        odd.put(1, Map.of("state", "FAILING"));
        odd.put(2, Map.of("conflict", Map.of("mac", "02:00:00:00:00:07")));
        odd.put(3, Map.of("group", "web", "pinned", "n1"));
        api.entries(24, odd);
        show();
        assertThat(cell(0)).contains("no owner");
        assertThat(cell(1)).contains("FAILING");
        assertThat(cell(2)).contains("conflict");
        assertThat(cell(3)).contains("pinned");
        assertThat(browser.eval("document.getElementById('grid').textContent")).contains("group web, 1 address");
        browser.click("#chips button:nth-child(5)");
        assertThat(browser.eval("document.querySelectorAll('.cell').length")).isEqualTo("1");
    }

    @Test
    void aThousandAddressesAreShownAndSearched() throws IOException {
        api.entries(1000, Map.of());
        show();
        assertThat(browser.eval("document.querySelectorAll('.cell').length")).isEqualTo("1000");
        assertThat(browser.eval("document.querySelectorAll('.cell[tabindex=\"0\"]').length"))
                .isEqualTo("1");
        browser.eval("(() => { const find = document.getElementById('find'); find.value = '10.0.3.7';"
                + " find.dispatchEvent(new Event('input')); })()");
        assertThat(browser.eval("[...document.querySelectorAll('.cell .ip')].map(ip => ip.textContent)"))
                .contains("10.0.3.7")
                .doesNotContain("10.0.1.");
        assertNoSidewaysScroll();
    }

    @Test
    void whatComesFromTheStoreIsTextAndNeverMarkup() throws IOException {
        api.nodes("n1", "n2", HOSTILE);
        api.cluster(Map.of(
                "unmanaged_keys", List.of(HOSTILE), "reason", HOSTILE, "state", "unhealthy", "cluster", HOSTILE));
        api.entries(3, Map.of(0, Map.of("owner", HOSTILE, "group", HOSTILE, "label", HOSTILE)));
        api.plan(List.of(Map.of("ip", HOSTILE, "from", HOSTILE, "to", HOSTILE, "why", HOSTILE)));
        api.addEvent(1, "node", HOSTILE);
        show();
        awaiting(() -> assertThat(browser.eval("document.getElementById('events').textContent"))
                .contains(HOSTILE));
        browser.click("[data-ip='10.0.0.0']");
        browser.click("#entry [data-close]");
        browser.click("[data-node='n1'] > button");
        awaiting(() -> assertThat(browser.eval("document.getElementById('confirm-plan').textContent"))
                .contains(HOSTILE));
        assertThat(browser.eval("String(window.hit) + document.querySelectorAll('#injected, img, body script').length"))
                .isEqualTo("undefined0");
        assertThat(browser.problems()).isEmpty();
        assertNoSidewaysScroll();
    }

    @Test
    void everyEventMakesThePageReadAgain() throws IOException {
        show("#no-poll");
        int id = 0;
        for (String owner : List.of("n3", "n1", "n3")) { // the page may read the first when it opens
            api.entries(24, Map.of(1, Map.of("owner", owner)));
            id++;
            api.addEvent(id, "owner", "10.0.0.1 is " + owner + "'s now");
            awaiting(() -> assertThat(cell(1)).contains(owner));
        }
        awaiting(() -> assertThat(browser.eval("document.querySelectorAll('#events [data-kind=owner]').length"))
                .isEqualTo("3"));
    }

    @Test
    void aLostConnectionIsShownAndThePageIsStaleUntilItIsBack() throws IOException {
        show();
        int port = api.port();
        api.close();
        awaiting(() -> assertThat(browser.eval("document.getElementById('alarm').textContent"))
                .contains("Connection lost", "stale"));
        assertThat(browser.eval("document.body.hasAttribute('data-stale')")).isEqualTo("true");
        api.entries(24, Map.of(1, Map.of("owner", "n3")));
        api.listen(port);
        awaiting(() -> assertThat(cell(1)).contains("n3"));
        awaiting(() -> assertThat(browser.eval("document.getElementById('link').textContent"))
                .isEqualTo("live"));
        assertThat(browser.eval("document.getElementById('alarm').hidden")).isEqualTo("true");
    }

    @Test
    void anUnreachableStoreIsShown() throws IOException {
        api.cluster(
                Map.of("store", Map.of("type", "etcd", "reachable", false, "reason", "no answer"), "seen_ms", 61000));
        show();
        assertThat(browser.eval("document.getElementById('alarm').textContent"))
                .contains("etcd", "no answer", "61 s ago");
    }

    @Test
    void requestsAreConfirmedAndTheErrorIsShownAsTheApiGivesIt() throws IOException {
        api.plan(List.of(FakeApi.move("10.0.0.0", "n1", "n2"), FakeApi.move("10.0.0.3", "n1", "n3")));
        api.refuse("node: n2 has changed in the meantime");
        show();
        browser.click("[data-node='n1'] > button");
        awaiting(() -> assertThat(browser.eval("document.getElementById('confirm-plan').textContent"))
                .contains("2 addresses move: n2 +1, n3 +1", "10.0.0.3"));
        assertThat(api.requests()).isEmpty();
        browser.click("#confirm-do");
        awaiting(() -> assertThat(browser.eval("document.getElementById('confirm-error').textContent"))
                .isEqualTo("node: n2 has changed in the meantime"));
        browser.click("#confirm [data-close]");
        assertThat(browser.eval("document.getElementById('confirm').open")).isEqualTo("false");

        api.refuse("");
        browser.click("[data-ip='10.0.0.1']");
        assertThat(browser.eval("document.getElementById('entry').textContent")).contains("10.0.0.1/24", "n2");
        browser.eval("document.querySelector('#entry-requests select').value = 'n3'");
        browser.click("#entry-requests div:first-child button");
        browser.click("#confirm-do");
        awaiting(() -> assertThat(api.requests())
                .containsExactly("POST /v1/nodes/n1/drain ", "POST /v1/entries/10.0.0.1/move {\"node\":\"n3\"}"));
    }

    @Test
    void offersNoRequestWhereWritingIsNotAllowed() throws IOException {
        api.cluster(Map.of("writable", false));
        show();
        browser.click("[data-ip='10.0.0.1']");
        assertThat(browser.eval("[...document.querySelectorAll('.node > button, #pause, #entry-requests')]"
                        + ".filter(e => e.checkVisibility()).length"))
                .isEqualTo("0");
    }

    @Test
    void theKeyboardGoesFromAddressToAddressAndOpensOne() throws IOException {
        show();
        browser.eval("document.querySelector('.cell').focus()");
        browser.press("ArrowRight", 39);
        browser.press("ArrowRight", 39);
        assertThat(browser.eval("document.activeElement.dataset.ip")).isEqualTo("10.0.0.2");
        browser.press("Enter", 13);
        assertThat(browser.eval("document.getElementById('entry-title').textContent"))
                .isEqualTo("10.0.0.2/24");
        browser.press("Escape", 27);
        assertThat(browser.eval("document.getElementById('entry').open + document.activeElement.dataset.ip"))
                .isEqualTo("false10.0.0.2");
    }

    @Test
    void fitsAPhoneAndFollowsTheSystemsColoursOrTheReaders() throws IOException {
        api.entries(24, Map.of(0, Map.of("ip", "2001:db8:1234:5678:9abc:def0:1234:5678")));
        browser.resize(360, 740);
        show();
        assertNoSidewaysScroll();
        String background = "getComputedStyle(document.body).backgroundColor";
        String light = browser.eval(background);
        browser.prefer("dark");
        String dark = browser.eval(background);
        assertThat(dark).isNotEqualTo(light);
        browser.click("#theme");
        assertThat(browser.eval(background)).isEqualTo(light);
        browser.click("#theme");
        assertThat(browser.eval(background)).isEqualTo(dark);
        browser.click("#theme");
    }

    private void show() throws IOException {
        show("");
    }

    private void show(String fragment) throws IOException {
        browser.open(api.url() + fragment);
        awaiting(() -> assertThat(browser.eval("document.querySelectorAll('.cell').length > 0"
                        + " && document.getElementById('link').textContent"))
                .isEqualTo("live"));
    }

    private String cell(int n) throws IOException {
        return browser.eval("document.querySelector(\"[data-ip='" + FakeApi.ip(n) + "']\").textContent");
    }

    private void assertNoSidewaysScroll() throws IOException {
        assertThat(browser.eval("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo("true");
    }

    private static void awaiting(ThrowingRunnable assertion) {
        await().atMost(PATIENCE).untilAsserted(assertion);
    }
}
