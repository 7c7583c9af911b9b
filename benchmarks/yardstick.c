/* The room of combat once more, in plain C: what the compiled Python is measured against.

   The same steps in the same order as src/polemos/model/combat.py and chance.py, so that the integers come out equal;
   compile without contraction of products and sums.  The chronicle is left out: a run keeps none either. */

#include <math.h>
#include <stdint.h>

typedef int64_t whole;
typedef uint64_t word;

/* In the order of WHERE and NUMBERS in bench_yardstick.py. */
typedef struct {
    const word *place_key, *actor_key;
    const whole *terrain, *holder, *leader, *launch, *since, *present, *who, *field, *served;
    const double *quality, *reliance, *threat, *fire, *employment;
    whole *men, *attack, *fallen, *wounded, *killed, *unhelped, *armour, *armour_lost, *missiles, *missiles_fired;
    double *prepared, *stores, *used, *strength_ratio, *chance;
    const double *numbers;
    whole places, actors;
    word seed, history;
} War;

enum { ATTRITION, LAW_ATTACKERS, LAW_DEFENDERS, URBAN, MOUNTAIN, RIVER, ENTRENCHMENT, ENTRENCHMENT_DAYS, TAIL, KILLED, RECOVERY, HARASSMENT,
       MISSING_AIR, SURPRISE, EMPLOYMENT, ARMOUR_WORTH, MISSILE_KILL, LEAST_STRENGTH, CONSUMPTION };
enum { ATTACK, DEFENCE };
static const double CUT = 0.0001, STEP = 1.0 / 4294967296.0;
static const word LOW = 0xFFFFFFFF, COMBAT = 8;

static double least(double a, double b) { return a < b ? a : b; }
static double most(double a, double b) { return a > b ? a : b; }
static whole fewer(whole a, whole b) { return a < b ? a : b; }
static whole rounded(double x, double u) { return (whole)floor(x + u); }

static void draw(const War *w, whole day, word actor, word place, double out[4]) {
    word c0 = place, c1 = actor, c2 = COMBAT * 65536 + (word)day, c3 = 0, k0 = w->seed, k1 = w->history;
    for (int round = 0; round < 10; round++) {
        word p0 = (word)0xD2511F53 * c0, p1 = (word)0xCD9E8D57 * c2;
        c0 = (p1 >> 32) ^ c1 ^ k0;
        c1 = p1 & LOW;
        c2 = (p0 >> 32) ^ c3 ^ k1;
        c3 = p0 & LOW;
        k0 = (k0 + 0x9E3779B9) & LOW;
        k1 = (k1 + 0xBB67AE85) & LOW;
    }
    out[0] = ((double)c0 + 0.5) * STEP;
    out[1] = ((double)c1 + 0.5) * STEP;
    out[2] = ((double)c2 + 0.5) * STEP;
    out[3] = ((double)c3 + 0.5) * STEP;
}

static double our_log(double x) {
    int exponent;
    double mantissa = frexp(x, &exponent), series = 0.0;
    if (mantissa < 0.7071067811865476) {
        mantissa *= 2.0;
        exponent -= 1;
    }
    double t = (mantissa - 1.0) / (mantissa + 1.0), t2 = t * t;
    for (int k = 10; k >= 0; k--) series = series * t2 + 1.0 / (2.0 * k + 1.0);
    return (exponent * 1.9082149292705877e-10 + 2.0 * t * series) + exponent * 0.6931471803691238;
}

static double our_exp(double x) {
    static const double factorial[15] = {1., 1., 2., 6., 24., 120., 720., 5040., 40320., 362880., 3628800., 39916800.,
                                         479001600., 6227020800., 87178291200.};
    if (x > 700.0) x = 700.0;
    if (x < -700.0) return 0.0;
    double n = floor(x * 1.4426950408889634 + 0.5), total = 0.0;
    double r = (x - n * 0.6931471803691238) - n * 1.9082149292705877e-10;
    for (int k = 14; k >= 0; k--) total = total * r + 1.0 / factorial[k];
    return ldexp(total, (int)n);
}

static double power(double base, double exponent) {
    if (exponent == 0.0) return 1.0;
    if (base <= 0.0) return 0.0;
    return our_exp(exponent * our_log(base));
}

static double tail_mean(double exponent) {
    double a = exponent - 1.0, cut = power(CUT, 1.0 - 1.0 / a);
    return a / (a - 1.0) * (1.0 - cut) + cut;
}

static double heavy_tail(double u, double exponent, double mean) {
    return power(most(1.0 - u, CUT), -1.0 / (exponent - 1.0)) / mean;
}

static double strength_left(const double *n, double stores) {
    return n[LEAST_STRENGTH] + (1.0 - n[LEAST_STRENGTH]) * stores;
}

static double cover(const War *w, whole place) {
    const double *n = w->numbers;
    whole terrain = w->terrain[place];
    double ground = terrain == 2 ? n[URBAN] : terrain == 3 ? n[MOUNTAIN] : terrain == 4 ? n[RIVER] : 1.0;
    return ground * (1.0 + n[ENTRENCHMENT] * w->prepared[place]);
}

static double casualties(double attrition, double law, double fire, double men, double protection) {
    return least(men, attrition * fire * power(men / 1000.0, law) / protection);
}

static double side_fire(const War *w, const whole *men, whole place, int side, double stores) {
    double total = 0.0;
    for (whole actor = 0; actor < w->actors; actor++) {
        if (men[actor] <= 0) continue;
        double ready = 1.0;
        if (w->served[2 * place + side] == 1) ready -= w->numbers[MISSING_AIR] * w->reliance[actor];
        total += (double)men[actor] * w->quality[actor] * ready;
    }
    return total * strength_left(w->numbers, stores);
}

static whole hunt(War *w, whole day, whole place, whole owner, int side) {
    const whole *own = (side == ATTACK ? w->attack : w->men) + place * w->actors;
    const whole *other = (side == ATTACK ? w->men : w->attack) + place * w->actors;
    if (own[owner] <= 0 || w->armour[owner] <= 0) return 0;
    whole field = w->field[owner] > 1 ? w->field[owner] : 1;
    whole here = fewer(w->armour[owner], w->armour[owner] * own[owner] / field);
    if (here <= 0) return 0;
    for (whole hunter = 0; hunter < w->actors; hunter++) {
        if (other[hunter] <= 0 || w->missiles[hunter] <= 0 || here <= 0) continue;
        double u[4];
        draw(w, day, w->actor_key[hunter] ^ w->actor_key[owner], w->place_key[place], u);
        const double *mine = side == ATTACK ? u : u + 2;
        whole fired = fewer(rounded(0.05 * (double)here, mine[0]), w->missiles[hunter]);
        whole hit = fewer(rounded((double)fired * w->numbers[MISSILE_KILL], mine[1]), here);
        w->missiles[hunter] -= fired;
        w->missiles_fired[hunter] += fired;
        w->armour[owner] -= hit;
        w->armour_lost[owner] += hit;
        here -= hit;
    }
    return here;
}

static void take_losses(War *w, whole day, whole *men, whole place, double lost, double number, int side) {
    if (number <= 0.0 || lost <= 0.0) return;
    for (whole actor = 0; actor < w->actors; actor++) {
        whole here = men[actor];
        if (here <= 0) continue;
        double u[4];
        draw(w, day, w->actor_key[actor], w->place_key[place], u);
        whole out = fewer(rounded(lost * (double)here / number, u[0]), here);
        whole killed = fewer(rounded((double)out * w->numbers[KILLED], u[1]), out);
        men[actor] -= out;
        w->wounded[actor] += out - killed;
        w->killed[actor] += killed;
        if (w->served[2 * place + side] == 1) w->unhelped[actor] += killed;
        w->fallen[place] += killed;
    }
}

static void fight(War *w, whole day, whole place, double intensity) {
    const double *n = w->numbers;
    whole *attack = w->attack + place * w->actors, *men = w->men + place * w->actors;
    whole launch = w->launch[place] > 0 ? w->launch[place] : 0;
    whole sum_a = 0, sum_d = 0, wheels_a = 0, wheels_d = 0;
    for (whole actor = 0; actor < w->actors; actor++) {
        sum_a += attack[actor];
        sum_d += men[actor];
    }
    double attackers = (double)sum_a, defenders = (double)sum_d;
    for (whole actor = 0; actor < w->actors; actor++) {
        wheels_a += hunt(w, day, place, actor, ATTACK);
        wheels_d += hunt(w, day, place, actor, DEFENCE);
    }
    double fire_a = side_fire(w, attack, place, ATTACK, w->stores[launch]) + w->fire[2 * place + ATTACK];
    double fire_d = side_fire(w, men, place, DEFENCE, w->stores[place]) + w->fire[2 * place + DEFENCE];
    fire_a += n[ARMOUR_WORTH] * (double)wheels_a;
    fire_d += n[ARMOUR_WORTH] * (double)wheels_d;
    if (w->since[place] == day) fire_a *= n[SURPRISE];
    fire_a *= w->employment[place];
    fire_d /= w->employment[place];
    double shelter = cover(w, place), rate = n[ATTRITION] * intensity;
    double lost_a = casualties(rate, n[LAW_ATTACKERS], fire_d, attackers, 1.0);
    double lost_d = casualties(rate, n[LAW_DEFENDERS], fire_a, defenders, shelter);
    w->strength_ratio[place] = fire_a / most(1.0, fire_d * shelter);
    take_losses(w, day, attack, place, lost_a, attackers, ATTACK);
    take_losses(w, day, men, place, lost_d, defenders, DEFENCE);
    double used = n[CONSUMPTION] * least(1.0, intensity);
    w->used[place] += used;
    w->used[launch] += used;
}

static void harass(War *w, whole place, double mean) {
    whole *men = w->men + place * w->actors, total = 0;
    const whole *who = w->who + place * w->actors;
    const double *u = w->chance + 4 * place;
    for (whole row = 0; row < w->present[place]; row++) total += men[who[row]];
    if (total <= 0) return;
    double number = (double)total;
    double exposed = number * w->threat[place] / (number + w->threat[place]);
    double rate = w->numbers[HARASSMENT] * exposed;
    if (rate + (u[1] - 1.0) * (1.0 - u[0]) * mean < 0.0) return;
    whole out = rounded(least(number, rate * heavy_tail(u[0], w->numbers[TAIL], mean)), u[1]);
    if (out <= 0) return;
    double mark = u[2] * number, running = 0.0;
    whole victim = -1;
    for (whole row = 0; row < w->present[place]; row++) {
        victim = who[row];
        running += (double)men[victim];
        if (mark < running) break;
    }
    out = fewer(out, men[victim]);
    whole dead = fewer(rounded((double)out * w->numbers[KILLED], u[3]), out);
    men[victim] -= out;
    w->wounded[victim] += out - dead;
    w->killed[victim] += dead;
    w->fallen[place] += dead;
}

/* One day of combat; the address is that of a War. */
void combat_day(whole address, whole day) {
    War *w = (War *)(intptr_t)address;
    double exponent = w->numbers[TAIL], mean = tail_mean(exponent), days = most(1.0, w->numbers[ENTRENCHMENT_DAYS]);
    for (whole place = 0; place < w->places; place++) draw(w, day, 0, w->place_key[place], w->chance + 4 * place);
    for (whole place = 0; place < w->places; place++) {
        if (w->leader[place] >= 0) fight(w, day, place, heavy_tail(w->chance[4 * place], exponent, mean));
        else if (w->threat[place] > 0.0) harass(w, place, mean);
        w->prepared[place] = least(1.0, w->prepared[place] + 1.0 / days);
    }
    for (whole place = 0; place < w->places; place++) {
        w->stores[place] = most(0.0, w->stores[place] - w->used[place]);
        w->used[place] = 0.0;
    }
}
