import assert from "node:assert/strict";
import { test } from "node:test";
import { curveOf, edgeOf, groundOf, hullOf, loopAt } from "../src/charts/graph_curves.ts";
import { layoutOf, nextNode, PADDING } from "../src/charts/graph_layout.ts";
import { heightFor, nodesOf, radiusOf, reachOf } from "../src/charts/graph_nodes.ts";
import { tiesAt, touches, TRUSTED } from "../src/charts/graph_ties.ts";
import { endsOf, howOfTie, rolesOf, valueOf } from "../src/charts/graph_words.ts";
import { madeUp, type Wish } from "./made_up.ts";

const WISHES: Wish[] = [{}, { members: 12, rebels: 9 }, { members: 2, rebels: 1 }, { members: 20, rebels: 12 }, { coalition: false }];
const WIDTHS = [280, 340, 440, 700];

function laidOut(wish: Wish, width: number) {
  const { page, weeks } = madeUp(wish);
  const nodes = nodesOf(page, weeks);
  const size = { width, height: heightFor(nodes, width) };
  return { page, weeks, nodes, size, spots: layoutOf(page, nodes, size) };
}

test("the graph shows who is a member, fights, sends or is sent to, and nobody else", () => {
  const { page, weeks } = madeUp();
  const shown = nodesOf(page, weeks).map((node) => page.actors[node.row]!.id);
  assert.ok(shown.includes("sponsor") && shown.includes("gold") && shown.includes("guard"));
  assert.ok(!shown.includes("onlooker"));
});

test("a layout is the same every time", () => {
  assert.deepEqual(laidOut({}, 440).spots, laidOut({}, 440).spots);
});

test("no node or name lies over another or outside, at any width", () => {
  for (const wish of WISHES) for (const width of WIDTHS) {
    const { nodes, size, spots } = laidOut(wish, width);
    const boxes = nodes.map((node, row) => {
      const { half, up, down } = reachOf(node);
      const { x, y } = spots[row]!;
      return { left: x - half, right: x + half, top: y - up, bottom: y + down };
    });
    boxes.forEach((one, row) => {
      assert.ok(one.left >= 0 && one.right <= size.width && one.top >= 0 && one.bottom <= size.height, `${JSON.stringify(wish)} ${width}`);
      for (const two of boxes.slice(row + 1)) {
        const apart = Math.max(two.left - one.right, one.left - two.right, two.top - one.bottom, one.top - two.bottom);
        // Undone to a hundredth of a pixel, pushed on by the last step's hold at the walls by no more than the padding.
        assert.ok(apart >= 0, `${JSON.stringify(wish)} ${width}: ${apart}`);
      }
    });
    spots.forEach((one, row) => spots.slice(row + 1).forEach((two, next) => {
      const far = Math.hypot(one.x - two.x, one.y - two.y);
      assert.ok(far >= nodes[row]!.radius + nodes[row + 1 + next]!.radius + PADDING - 0.1);
    }));
  }
});

test("the coalition stands nearer to the middle than the others", () => {
  for (const width of WIDTHS) {
    const { nodes, size, spots } = laidOut({ members: 8, rebels: 6 }, width);
    const mean = (core: boolean) => {
      const far = nodes.flatMap((node, row) => (node.core === core ? [Math.hypot((spots[row]!.x - size.width / 2) / size.width, (spots[row]!.y - size.height / 2) / size.height)] : []));
      return far.reduce((sum, value) => sum + value, 0) / far.length;
    };
    assert.ok(mean(true) < mean(false), `${width}: ${mean(true)} ${mean(false)}`);
  }
});

test("a sponsor stands nearer to its client than two nodes do in the mean", () => {
  const { page, nodes, spots } = laidOut({ members: 8, rebels: 6 }, 440);
  const far = (one: number, two: number) => Math.hypot(spots[one]!.x - spots[two]!.x, spots[one]!.y - spots[two]!.y);
  const every = spots.flatMap((_, one) => spots.slice(one + 1).map((_, next) => far(one, one + 1 + next)));
  const mean = every.reduce((sum, value) => sum + value, 0) / every.length;
  for (const flow of page.flows) {
    assert.ok(far(nodes.findIndex((node) => node.row === flow.from), nodes.findIndex((node) => node.row === flow.to)) < mean);
  }
});

test("the area of a node grows with the men", () => {
  assert.ok(Math.abs((radiusOf(100, 100) - radiusOf(0, 100)) / (radiusOf(25, 100) - radiusOf(0, 100)) - 2) < 1e-12);
});

test("trust below a half is strain, and ties to patron and lead are always drawn", () => {
  const { page, weeks } = madeUp({ members: 12 });
  for (let week = 0; week <= page.weeks; week++) {
    const ties = tiesAt(page, weeks.ties, week).filter((tie) => tie.kind === "cooperation" || tie.kind === "strain");
    assert.equal(ties.length, weeks.ties.trust.length);
    for (const tie of ties) {
      assert.equal(tie.kind, tie.value >= TRUSTED ? "cooperation" : "strain");
      if (tie.one <= 1 || tie.two <= 1) assert.ok(tie.main);
    }
    // 21 ties to lead and patron among twelve, and at most four more of each kind.
    assert.ok(ties.filter((tie) => tie.main).length <= 21 + 8);
    const drawn = ties.filter((tie) => tie.main && tie.kind === "strain" && tie.one > 1);
    for (const left of ties.filter((tie) => !tie.main && tie.kind === "strain")) for (const tie of drawn) assert.ok(tie.value <= left.value);
  }
});

test("a tie to the patron is drawn whichever of the two is named first", () => {
  const { page, weeks } = madeUp({ members: 12 });
  page.actors[0]!.lead = false;
  page.actors[1]!.patron = false;
  page.actors[6]!.patron = true;
  const drawn = tiesAt(page, weeks.ties, 0).filter((tie) => tie.main && (tie.one === 6 || tie.two === 6));
  assert.equal(drawn.length, 11);
});

test("more trust makes a wider line, more strain too", () => {
  const { page, weeks } = madeUp();
  const ties = Array.from({ length: page.weeks + 1 }, (_, week) => tiesAt(page, weeks.ties, week)).flat();
  for (const [kind, sign] of [["cooperation", 1], ["strain", -1], ["support", 1], ["fight", 1]] as const) {
    const sorted = ties.filter((tie) => tie.kind === kind).toSorted((one, two) => sign * (one.value - two.value));
    assert.ok(sorted.length > 1, kind);
    sorted.slice(1).forEach((tie, row) => assert.ok(tie.width >= sorted[row]!.width, kind));
    assert.ok(sorted.at(-1)!.width > sorted[0]!.width, kind);
  }
});

test("what is not known is not drawn, a flow that has stopped is", () => {
  const { page, weeks } = madeUp();
  weeks.ties.trust[0]!.mean[3] = null;
  const ties = tiesAt(page, weeks.ties, 3);
  assert.equal(ties.filter((tie) => tie.kind === "cooperation" || tie.kind === "strain").length, weeks.ties.trust.length - 1);
  const flow = tiesAt(page, weeks.ties, page.weeks).find((tie) => tie.key === "flow 1");
  assert.equal(flow?.value, 0);
  assert.ok(!tiesAt(page, weeks.ties, 0).some((tie) => tie.kind === "support" || tie.kind === "fight"));
});

test("the refused part of a request line is that of all requests", () => {
  const { page, weeks } = madeUp();
  const [tie] = tiesAt(page, weeks.ties, page.weeks).filter((one) => one.kind === "support");
  assert.equal(tie!.refused, 10 / 13); // 2 honoured, 1 late, 10 refused
});

test("fighting is a tie of every actor of the camp", () => {
  const { page, weeks } = madeUp();
  const fight = tiesAt(page, weeks.ties, 5).find((tie) => tie.kind === "fight")!;
  const touched = page.actors.flatMap((actor, row) => (touches(page, fight, row) ? [actor.camp] : []));
  assert.deepEqual([...new Set(touched)], [0, 1]);
});

test("a curve leaves the room of its ends free and bows to its own side", () => {
  const straight = curveOf({ x: 0, y: 0 }, { x: 100, y: 0 }, 10, 20, 0);
  assert.equal(straight.path, "M10,0Q50,0 80,0");
  assert.equal(straight.end.turn, 0);
  assert.equal(curveOf({ x: 0, y: 0 }, { x: 0, y: 100 }, 0, 0, 0.2).path, "M0,0Q-20,50 0,100");
  const there = curveOf({ x: 0, y: 0 }, { x: 100, y: 0 }, 0, 0, 0.2);
  const back = curveOf({ x: 100, y: 0 }, { x: 0, y: 0 }, 0, 0, 0.2);
  assert.ok(there.middle.y > 0 && back.middle.y < 0); // two ways between two actors do not lie over each other
  assert.equal(loopAt({ x: 5, y: 50 }).middle.x, 5);
});

test("a hull holds all its points and a way out of it ends at its edge", () => {
  const square = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }, { x: 0, y: 10 }];
  assert.deepEqual(new Set(hullOf([...square, { x: 5, y: 5 }, { x: 0, y: 5 }])), new Set(square));
  const edge = edgeOf(square, { x: 5, y: 5 }, { x: 25, y: 5 });
  assert.deepEqual([edge.x, edge.y], [10, 5]);
  assert.deepEqual(edgeOf(square, { x: 5, y: 5 }, { x: 45, y: 15 }), { x: 10, y: 6.25 });
  assert.deepEqual(edgeOf(square, { x: 5, y: 5 }, { x: 45, y: -5 }), { x: 10, y: 3.75 });
  assert.deepEqual(edgeOf(square, { x: 5, y: 5 }, { x: 6, y: 5 }), { x: 5, y: 5 }); // the way ends inside
  const { nodes, spots } = laidOut({}, 440);
  const ground = groundOf(nodes, spots);
  assert.ok(ground.every((one, row) => {
    const two = ground[(row + 1) % ground.length]!;
    return spots.every((spot) => (two.x - one.x) * (spot.y - one.y) - (two.y - one.y) * (spot.x - one.x) >= 0);
  }));
});

test("arrow keys lead to the nearest node that way and back none leads out", () => {
  const spots = [{ x: 0, y: 0 }, { x: 50, y: 5 }, { x: 100, y: 0 }, { x: 0, y: 80 }];
  assert.equal(nextNode(spots, 0, "ArrowRight"), 1);
  assert.equal(nextNode(spots, 1, "ArrowRight"), 2);
  assert.equal(nextNode(spots, 0, "ArrowDown"), 3);
  assert.equal(nextNode(spots, 2, "ArrowRight"), 2);
  assert.equal(nextNode(spots, 0, "a"), 0);
  assert.equal(nextNode([{ x: 0, y: 0 }, { x: 10, y: 80 }], 0, "ArrowRight"), 0); // below rather than to the right
});

test("a tie in words names its ends, its number and the command that prints it", () => {
  const { page, weeks } = madeUp();
  const ties = tiesAt(page, weeks.ties, page.weeks);
  const find = (key: string) => ties.find((tie) => tie.key === key)!;
  const show = (measure: string, words: string, week: number, of: readonly string[]) => ({ words, command: [measure, week, ...of].join(" ") });
  const told = (key: string) => [endsOf(page, find(key)).join(" > "), valueOf(page, find(key)), howOfTie(page, find(key), 3, show).command];
  assert.deepEqual(told("trust 0 1"), ["The member_0 in full > The member_1 in full", "0.78 (0.68 to 0.88)", "pair_trust 3 member_0 member_1 && pair_trust 3 member_1 member_0"]);
  assert.deepEqual(told("support 1 2"), ["The member_1 in full > The member_2 in full", "3 honoured, 77\u00a0% refused", "requests 3 member_2"]);
  assert.deepEqual(told("flow 1"), ["The gold in full > The rebel_0 in full", "0\u00a0% of 30 missiles a month", "flow_share 3 to_rebels"]);
  assert.deepEqual(told("fight 0 1"), ["The government > The rebels", "300 dead", "pair_killed 3 government|rebels"]);
  assert.equal(rolesOf(page, 0), "The government · leads the coalition");
  assert.equal(rolesOf(page, 1), "The government · its patron · member of the coalition");
  assert.equal(rolesOf(page, page.actors.findIndex((one) => one.id === "gold")), "The traders");
});
