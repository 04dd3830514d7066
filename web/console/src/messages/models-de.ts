import type { Message } from '../text'
import type { modelsEn } from './models-en'

export const modelsDe: Record<keyof typeof modelsEn, Message> = {
  'nav.models': 'Risikomodelle',
  'models.lead':
    'Wonach bewertet wird, was andere Sitzungen über eine sagen. Ein Kandidat lernt daraus, was sich von Sitzungen herausgestellt hat; zwei Personen setzen ihn in Kraft. Er schickt Sitzungen zu einem Menschen und entscheidet nichts.',
  'models.sections': 'Abschnitte',
  'models.models': 'Modelle',
  'models.drift': 'Drift',
  'models.scores': 'Werte und Kalibrierung',
  'models.in-force': 'In Kraft',
  'models.rules': 'Faustregeln',
  'models.rules-why': 'Sie kommen mit Countersign und haben aus nichts gelernt.',
  'models.candidate': 'Kandidat {id}',
  'models.looks-at': 'Betrachtet',
  'models.off': 'Ausgeschaltet',
  'models.nothing-on': 'Nichts: Alle Risikogruppen sind aus, keine Sitzung wird bewertet.',
  'models.learns-from': 'Kandidaten lernen aus',
  'models.from-labels': 'Ihren Angaben allein',
  'models.from-reviews': 'Ihren Angaben und dem, was Prüfende entscheiden',
  'models.settings': 'Risiko einstellen',
  'models.draft-with': 'Richtlinie damit entwerfen',
  'models.draft-without': 'Richtlinie ohne es entwerfen',
  'models.draft-why':
    'Jemand anderes setzt sie in Kraft. Bis dahin wird nichts danach entschieden.',
  'models.is-in-force': 'Er bewertet jetzt die Sitzungen.',

  'models.candidates': 'Kandidaten',
  'models.candidates-why': 'Jeder wird neben dem geltenden Modell gemessen und ändert sich nie.',
  'models.which': 'Kandidat',
  'models.state': 'Stand',
  'models.asked': 'Verlangt',
  'models.load': 'Geht zu einem Menschen',
  'models.saves': 'Weniger zu prüfen',
  'models.no-candidates': 'Noch kein Kandidat',
  'models.no-candidates-why':
    'Geben Sie an, was sich von Sitzungen herausgestellt hat, und lassen Sie einen lernen: Er lernt, welche Zeichen es verraten hätten.',
  'models.no-candidates-off':
    'Schalten Sie zuerst ein, was zwischen Sitzungen verglichen werden darf: Bis dahin wird nichts gemessen.',
  'candidate-state.PENDING': 'Lernt',
  'candidate-state.READY': 'Fertig',
  'candidate-state.FAILED': 'Gescheitert',
  'candidate-state.LOST': 'Verloren',
  'candidate-failure.TOO_FEW_LABELS': 'Es gab zu wenige Angaben.',
  'candidate-failure.NOTHING_ON': 'Alle Risikogruppen waren ausgeschaltet worden.',
  'label-source.API': 'von Ihnen angegeben',
  'label-source.REVIEWER': 'von jemandem entschieden',
  'label-source.BLIND_REVIEW': 'zwei Prüfende, die sich einig sind',
  'models.train': 'Kandidaten lernen lassen',
  'models.train-start': 'Lernen lassen',
  'models.train-why':
    'Ein Worker lernt aus den Angaben zur älteren Hälfte Ihrer Sitzungen und misst an der neueren. Nach ihm wird nichts entschieden.',
  'models.labels': 'Angaben, die es gibt; an jeder Stelle sind {needed} nötig',
  'models.half': 'Sitzungen',
  'models.older': 'Ältere Hälfte, zum Lernen',
  'models.newer': 'Neuere Hälfte, zum Messen',
  'models.fraud': 'Betrug',
  'models.honest': 'Ehrlich',
  'models.missing': { one: '{count} fehlt', other: '{count} fehlen' },
  'models.enough': 'genug',
  'models.too-few':
    'Zu wenige, um daraus zu lernen: mindestens {needed} von Betrug und von ehrlichen Personen in jeder Hälfte.',
  'models.how-to-label':
    'Angaben kommen durch labelCreate aus Ihren eigenen Systemen. Ob auch zählt, was Prüfende entscheiden, sagen die Einstellungen; gemessen wird daran nie.',
  'models.to-learn-from': 'Woraus heute gelernt werden könnte',
  'models.load-of': 'Sitzungen, die Ihr Team des Risikos wegen ansehen kann',
  'models.load-why': 'Die Schwelle liegt dort, wo dieser Anteil zu einem Menschen geht.',

  'models.all': 'Alle Modelle',
  'models.about-it': 'Über diesen Kandidaten',
  'models.gone': 'Einen solchen Kandidaten gibt es nicht',
  'models.gone-why':
    'Werden alle Risikogruppen ausgeschaltet, so werden Kandidaten gelöscht. Eine Richtlinie, die in Kraft gesetzt wurde, behält ihre Gewichte.',
  'models.learned': 'Gelernt aus',
  'models.measured': 'Gemessen an',
  'models.said-by': 'Wer es sagte',
  'models.of-labels': '{fraud} von Betrug, {honest} ehrlich',
  'models.made-by': 'Gemacht von Fassung',
  'models.learning': 'Ein Worker lernt gerade. Diese Seite folgt von selbst.',
  'models.lost': 'Seit einer Stunde war nichts davon zu hören. Lassen Sie einen anderen lernen.',

  'models.compared': 'Verglichen mit dem, was galt',
  'models.compared-why':
    'An {fraud} Angaben von Betrug und {honest} von ehrlichen Personen, die der Kandidat nie sah. Eine Linie enthält den wahren Wert in 95 von 100 Fällen.',
  'models.current': 'Damals in Kraft: {model}',
  'models.this': 'Dieser Kandidat',
  'models.now': 'Jetzt in Kraft',
  'models.measure': 'Maß',
  'models.saves-less':
    'Findet {recall} des Betrugs, und es ist weniger anzusehen: {share} der Sitzungen mit Angaben ({low} bis {high}).',
  'models.saves-more':
    'Findet {recall} des Betrugs nur, wenn mehr angesehen wird: {share} der Sitzungen mit Angaben ({low} bis {high}).',
  'models.saves-same':
    'Bei {recall} gefundenen Betrugs zeigt sich kein Unterschied: Eingespart werden zwischen {low} und {high} der Sitzungen mit Angaben.',
  'models.saves-unknown':
    'Die Angaben sagen nicht, wie viel Prüfung er bei {recall} gefundenen Betrugs erspart.',
  'models.compared-limits':
    'Für welche Sitzungen es Angaben gibt, hängt davon ab, wie Betrug ans Licht kommt: Unter allen können die Anteile andere sein. Hat das geltende Modell diese Sitzungen gesehen, so sieht es hier besser aus, als es ist.',
  'measure.auc': 'Betrug steht über Ehrlichkeit',
  'measure-why.auc': 'AUC; 50 % ist eine Münze. Mehr ist besser.',
  'measure.caught': 'Betrug unter den riskantesten {load}',
  'measure-why.caught': 'Vom ganzen Betrug. Mehr ist besser.',
  'measure.precision': 'Die riskantesten {load} sind Betrug',
  'measure-why.precision': 'Genauigkeit. Mehr ist besser.',
  'measure.reviewLoad': 'Geht zu einem Menschen',
  'measure-why.reviewLoad': 'Von allen Sitzungen, nach seiner Schwelle. Weniger ist besser.',
  'measure.honestReferred': 'Ehrliche, die zu einem Menschen gehen',
  'measure-why.honestReferred': 'Nach seiner Schwelle. Weniger ist besser.',
  'measure.fraudMissed': 'Übersehener Betrug',
  'measure-why.fraudMissed': 'Unter seiner Schwelle. Weniger ist besser.',
  'models.groups': 'Ehrliche Personen, nach Staat und Dokument',
  'models.groups-why':
    'Wie viele von ihnen zu einem Menschen gingen, und wie viel mehr als von allen anderen. Gruppen ab dreißig.',
  'models.no-groups':
    'Keine Gruppe lässt sich vergleichen: Es braucht Angaben zu dreißig ehrlichen Personen daraus, und andere.',
  'models.group': 'Gruppe',
  'models.honest-people': 'Ehrliche',
  'models.before': 'Damals',
  'models.after': 'Nach diesem Kandidaten',
  'models.gap': 'Mehr als andere',
  'models.more-often': 'öfter',
  'models.no-more': 'nicht öfter, soweit es sich zeigt',
  'models.weights': 'Was jedes Zeichen beiträgt',
  'models.weights-why':
    'Höchstens, als Anteil an dem, wofür ein Mensch hinsieht. An der Linie reicht ein Zeichen allein.',
  'models.signal': 'Zeichen',
  'models.is-off': 'aus',

  'models.dry-run-why':
    'Frühere Sitzungen, wie sie damals gemessen wurden: wer des Risikos wegen zu einem Menschen ginge. Nichts wird geändert.',
  'models.not-tried-why':
    'Sehen Sie, wer zu einem Menschen ginge, wer nicht mehr, und welcher Zeichen wegen.',
  'models.no-sessions': 'In dieser Zeit wurde keine Sitzung bewertet',
  'models.sent-now': 'Zu einem Menschen nach dem geltenden Modell',
  'models.sent-then': 'Nach diesem Kandidaten',
  'models.nobody-else': 'Dieselben Sitzungen gingen zu einem Menschen.',
  'models.flow':
    'Von {sessions} Sitzungen gingen {newly} neu zu einem Menschen und {noMore} nicht mehr; die Tabelle sagt, welche.',
  'models.a-person': 'Ein Mensch prüft',
  'models.nobody': 'Niemand, des Risikos wegen',
  'models.moved': 'Wer anders ginge',
  'models.how': 'Wie',
  'models.newly': 'Neu zu einem Menschen',
  'models.noMore': 'Nicht mehr',
  'models.by-signal': 'Nach Zeichen',
}
