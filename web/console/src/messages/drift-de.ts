import type { Message } from '../text'
import type { driftEn } from './drift-en'

export const driftDe: Record<keyof typeof driftEn, Message> = {
  'drift.title': 'Sehen Sitzungen noch so aus wie damals?',
  'drift.why':
    'Die letzte Woche neben den ersten dreißig Tagen des geltenden Modells, Zeichen für Zeichen (Population Stability Index). Ab 0,1 sollten Sie nachsehen, warum; ab 0,25 gilt vielleicht nicht mehr, was gemessen wurde. Faustregeln.',
  'drift.mode': 'Sitzungen',
  'drift.mode.LIVE': 'Echte Sitzungen',
  'drift.mode.TEST': 'Testsitzungen',
  'drift.reference': 'Damals',
  'drift.recent': 'Jetzt',
  'drift.score': 'Die Bewertung, 0 bis 100',
  'drift.psi': 'Index',
  'drift.state.STABLE': 'Gleich geblieben',
  'drift.state.MOVED': 'Verschoben',
  'drift.state.DRIFTED': 'Abgedriftet',
  'drift.state.NOT_ENOUGH': 'Zu wenige',
  'drift.not-enough': 'Noch lässt sich nichts sagen',
  'drift.not-enough-why':
    'Es braucht 200 Sitzungen in beiden Zeiten. Damals waren es {reference}, jetzt sind es {recent}.',
  'drift.nothing-on': 'Nichts wird gemessen',
  'drift.nothing-on-why':
    'Alle Risikogruppen sind aus: Es gibt keine Bewertung, die driften könnte.',
  'drift.since':
    'Abgedriftet seit {at}, nach der täglichen Messung. Wer es wissen soll, erfuhr es durch einen Webhook.',
  'drift.unknown-short': 'unbekannt',
  'drift.between': '{from} bis {to}',
  'drift.above': 'über {from}',
  'drift.up-to': 'bis {to}',
  'drift.any': 'beliebig',
  'drift.or-unknown': '{range}, oder unbekannt',
  'drift.value': 'Wert',
  'drift.history': 'Die Bewertung, Tag für Tag',
  'drift.limits': 'Gestrichelt: verschoben ab 0,1, abgedriftet ab 0,25.',
  'drift.history-none': 'Einmal am Tag gemessen: Der Verlauf zeigt sich vom zweiten Tag an.',
  'drift.worst': 'Am schlechtesten',
  'scores.title': 'Sehen Werte und Entscheidungen noch so aus wie damals?',
  'scores.why':
    'Was die Prüfungen messen und entscheiden: die letzte Woche neben den ersten dreißig Tagen der benutzten Modelle. Es braucht keine Risikogruppe. Balken von ein bis vier Personen sind mit dem nächsten zusammengelegt.',
  'scores.outcomes': 'Was die Prüfungen entschieden',
  'scores.outcome': 'Ausgang',
  'score.FACE_MATCH': 'Gesichter: So ähnlich sieht von so vielen Fremden einer',
  'score.PASSIVE_LIVENESS': 'Passive Lebendprüfung: Wahrscheinlichkeit eines lebenden Gesichts',
  'score.ACTIVE_LIVENESS': 'Aktive Lebendprüfung: knappster Abstand; 0,5 gerade eingehalten',
  'score.DOCUMENT_CONFIDENCE': 'Dokument: wie sicher gelesen wurde',
  'calibration.title': 'Bedeuten die Chancen beim Gesichtsvergleich, was sie sagen?',
  'calibration.why':
    'Von Vergleichen, bei denen Angaben oder Prüfende sagten, ob es dieselbe Person war: wie oft sie es war, neben dem, was die Chancen sagten. Auf der Diagonale ist beides gleich.',
  'calibration.limits':
    'Bekannt sind die, zu denen es Angaben gibt oder die geprüft wurden: keine Stichprobe aus allen. Prüfende sahen die Chancen, ihr Urteil neigt ihnen zu.',
  'calibration.labels': 'Dieselbe Person, nach Ihren Angaben',
  'calibration.reviews': 'Dieselbe Person, nach Prüfenden',
  'calibration.different': 'Zwei Personen, nach Prüfenden',
  'calibration.unclear': 'Nicht über die Gesichter gesagt',
  'calibration.not-enough':
    'Es braucht dreißig Personen von jeder Art: dieselbe wie auf dem Dokument, und eine andere.',
  'calibration.cllr': 'Kosten {cllr} Bit (Cllr; 0: sicher und richtig, 1: sagt nichts)',
  'calibration.lost':
    '{lost} davon für die Kalibrierung: Die besten Chancen in dieser Reihenfolge kosten {least}.',
  'calibration.diagram': 'Was gesagt wurde, und was bekannt ist',
  'calibration.stated': 'Gesagt',
  'calibration.known': 'Dieselbe Person',
  'calibration.of': 'Von',
}
