/** The words of the privacy page in German. Data. */

import type { PageWords } from './en.ts';

/** As in en.ts. */
export const DE: PageWords = {
  title: 'Wie {controller} Besuche zählt',
  developmentTitle: 'Seite in Entwicklung.',
  development: 'Ihre Berichte zeigen jeden einzelnen Besuch sofort.',
  noWords:
    'Diese Seite gibt es noch nicht auf „{language}“. Die eigenen Worte der Website stehen so da, wie sie geschrieben wurden.',
  languages: 'Sprachen',
  summary: 'Besuche werden erst nach einem Ja gezählt. Ohne Ja verlässt nichts Ihren Browser.',
  summaryPurposes: 'Wofür: {titles}.',
  summaryPurposesLink: 'Warum',
  summaryMetrics: 'Was: Arten von Notizen, {count}.',
  summaryMetricsInScope: 'Was: Arten von Notizen, {count}, festgelegt im Umfang {scope} vom {date}.',
  summaryMetricsLink: 'Alle',
  summaryIdentity: 'Wer Sie sind: nicht gefragt, nicht gespeichert, keine Kennung.',
  summaryIdentityLink: 'Was das heißt, und was es nicht heißen kann',
  summaryPlace: 'Wohin: auf den eigenen Server dieser Website und sonst nirgends.',
  summaryPlaceLink: 'Wo und wie lange',
  summaryChange: 'Es sich anders überlegen: ein Druck auf „{choice}“, auf jeder Seite.',
  summaryChangeLink: 'Wie',
  responsible: 'Wer verantwortlich ist',
  controller: 'Verantwortlicher',
  contact: 'Kontakt',
  officer: 'Datenschutzbeauftragter',
  authority: 'Aufsichtsbehörde',
  machines: 'Für Maschinen',
  machinesManifest: 'Dasselbe als Daten: {manifest}.',
  machinesKeys: 'Schlüssel, mit denen Belege unterschrieben werden: {keys}.',
  machinesKeysNow: 'Schlüssel, mit denen Belege unterschrieben werden: {keys}, zurzeit {key}.',
  ledger: 'Das Buch',
  ledgerWhat:
    'Veröffentlichte Umfänge, Wortlaute, Schlüssel, die Einwilligungen jedes Tages (als ein Hashwert, der über niemanden etwas sagt) und die Zahl der Anträge jedes Monats werden in ein Buch eingetragen, in dem sich nichts ändern lässt, ohne dass es merkt, wer einen früheren Kopf aufgehoben hat. Der neueste Kopf, vom {day}, über {size} Einträge: {hash}. Unterschrieben:',
  ledgerKept: 'Jeder Beleg und jede Bescheinigung trägt den Kopf ihrer Zeit. Frühere: {feed}.',
  anchorLabel: '{id}, Adresse dieser Antwort',

  q1: 'Wie sage ich Ja oder Nein?',
  q2: 'Warum werden Daten erhoben?',
  q3: 'Warum sollte ich Ja sagen?',
  q4: 'Was haben die davon, die Ja sagen?',
  q5: 'Wie kann ich mitbestimmen, was erhoben wird?',
  q6: 'Wohin gehen Rückmeldungen?',
  q7: 'Von wem werden Daten erhoben, und von wem nie?',
  q8: 'Was wird erhoben?',
  q9: 'Wann wird es erhoben?',
  q10: 'Von wo wird es erhoben?',
  q11: 'Wo wird es gespeichert, und wie lange?',
  q12: 'Ist es anonym? Wird meine IP-Adresse erhoben?',
  q13: 'Kann ich sehen, was von mir erhoben wurde?',
  q14: 'Kann ich den Code prüfen?',
  q15: 'Was geschieht mit einem Antrag auf Löschung (DSGVO, Art. 17)?',
  q16: 'Was geschieht mit einem Antrag auf Auskunft (DSGVO, Art. 15)?',
  q17: 'Sendet das Skript eines Anbieters Daten? Welche Verträge gibt es?',
  q18: 'Was ist mit Daten des Kundendienstes und mit Auftragsverarbeitern?',
  q19: 'Mein Arbeitgeber hat zugestimmt. Und wenn ich es nicht tue?',
  q20: 'Was bekommt, wer die Software gemacht hat?',
  q21: 'Wo finde ich eine einzelne Antwort, um sie jemandem zu schicken?',

  a1: 'Beim ersten Besuch fragt Sie ein Banner. „{reject}“ und „{accept}“ sind Knöpfe der gleichen Art, je ein Druck.',
  a1BufferIndexeddb:
    'Bis Sie wählen, behält die Seite ihre Notizen nur in Ihrem Browser, höchstens 200 und höchstens 24 Stunden lang, und zeigt Ihnen auf Wunsch jede davon. Gesendet wird nichts.',
  a1BufferMemory:
    'Bis Sie wählen, behält die Seite ihre Notizen nur in ihrem eigenen Arbeitsspeicher, und sie sind weg, wenn Sie die Seite verlassen. Nichts wird in Ihrem Browser gespeichert und nichts gesendet.',
  a1BufferOff: 'Bis Sie wählen, wird nichts notiert, gespeichert oder gesendet.',
  a1Accept:
    'Annehmen: was Sie angenommen haben, wird von da an erhoben, mit den Notizen, die gewartet haben, soweit Sie sie nicht entfernt haben.',
  a1Reject: 'Ablehnen: nichts wird gesendet, und die Notizen, die gewartet haben, werden vernichtet.',
  a1Change:
    'Es sich jederzeit anders überlegen: der Knopf „{choice}“ auf jeder Seite öffnet die Frage wieder. Ein Nein ist ein Druck, wie ein Ja.',
  a1Silence: 'Nichts sagen: nichts wird gesendet.',
  a1Months:
    'Ein Ja und ein Nein gelten beide {months} Monate, nur in diesem Browser; danach werden Sie wieder gefragt.',
  a1Gpc:
    'Sendet Ihr Browser Global Privacy Control, so ist das ein Nein: Sie sehen kein Banner und nichts wird erhoben, es sei denn, Sie nehmen danach ausdrücklich an.',
  a1NoGpc: 'Diese Website nimmt Global Privacy Control nicht als Nein.',
  a1Dnt: 'Auch Do Not Track zählt als Nein.',

  a2: 'Für die Zwecke unten und für nichts anderes. Sie nehmen Zwecke an; alles, was erhoben wird, gehört zu einem.',
  a3: 'Sie brauchen für keine der beiden Antworten einen Grund, und die Website arbeitet gleich. Wofür jedes Einzelne gut ist, in den Worten, die geprüft wurden:',
  a4: 'Es wird nichts getauscht: wer Ja sagt, bekommt dieselben Seiten wie wer Nein sagt. Zurück kommt eine Website, die dort ausgebessert wird, wo Leute hängen bleiben, wie {benefits} für jedes Einzelne sagt. Diese Berichte werden daraus gemacht; niemand ist darin einzeln zu sehen ({anonymity}).',
  a4Label: 'Berichte nach dem, was erhoben wird',
  a4Purpose: 'Zweck',
  a4Collected: 'Erhoben',
  a4Reports: 'Berichte daraus',
  a4None: 'noch keine',

  a5: 'Nichts wird erhoben, was nicht schriftlich vorgeschlagen und von einem Hüter dieser Website genehmigt wurde. Vorschläge, Genehmigungen und Ablehnungen sind Dateien im eigenen Archiv der Website; {dictionary} zeigt sie.',
  a5Unread:
    'Was erhoben wird, wurde schriftlich vorgeschlagen und von einem Hüter dieser Website genehmigt, außer dem, was unten als noch von keinem Menschen geprüft genannt ist. Vorschläge, Genehmigungen und Ablehnungen sind Dateien im eigenen Archiv der Website; {dictionary} zeigt sie.',
  a5Source: 'Das Archiv: {source}.',
  a5Stewards: 'Hüter: {stewards}.',
  a5Dictionary: 'das Verzeichnis',
  a5ApprovedBy: 'Genehmigt von {steward}: {metrics}.',
  a5ApprovedByAuthor: 'Genehmigt von {steward}, von dem sie auch stammen: {metrics}.',
  a5Bootstrap: 'Noch von keinem Menschen geprüft: {metrics}.',
  a5Issues: 'Wo jedes besprochen wurde, und wo Sie widersprechen können:',
  a5Scope:
    'Was erhoben wird, ist in nummerierten Umfängen festgelegt. Der neueste ist {scope}, vom {date} ({kind}). Ein Ja zu einem früheren deckt nur, was in ihm stand; zu dem, was später kam, werden Sie wieder gefragt. Jede Änderung steht in {feed}.',
  a5NoScope: 'Noch ist kein Umfang veröffentlicht, also wird nichts erhoben.',
  a5News: 'Was er verlangt und der vorige nicht:',
  a5Removed: 'Entfernt: {metrics}.',
  a5Feed: 'einem Atom-Feed',
  kindWidening: 'er verlangt mehr',
  kindNarrowing: 'er verlangt weniger',
  kindEditorial: 'nur Worte wurden geändert',

  a6: 'An {controller}, {contact}.',
  a6Feedback: 'An {feedback} oder an {controller}, {contact}.',

  a7: 'Erhoben wird von Besuchern von {origin}, die in diesem Browser Ja gesagt haben, für die Zwecke, zu denen sie Ja gesagt haben.',
  a7Never: 'Nie von:',
  a7Unanswered: 'allen, die nicht geantwortet oder Nein gesagt haben',
  a7Gpc: 'Browsern, die Global Privacy Control senden, es sei denn, ihr Besucher hat im Wissen darum angenommen',
  a7Dnt: 'Browsern, die Do Not Track senden, ebenso',
  a7Unable: 'Browsern, die keine Antwort behalten können, und Seiten ohne sichere Verbindung',
  a7Pages: 'diesen Seiten: {pages}',
  a7Elements: 'Elementen, die die Website mit {mark} kennzeichnet',
  a7Subjects:
    'Auf dieser Website melden sich Leute an. Ihre Organisation kann die Erhebung für alle abschalten; einschalten kann sie sie für niemanden.',

  a8Nothing: 'Zurzeit nichts.',
  a8Label: 'Was erhoben wird',
  a8What: 'Was geschehen ist',
  a8Beside: 'Was dazu notiert wird',
  a8NothingMore: 'sonst nichts',
  a8Each:
    'Jede Notiz hat außerdem ihren Tag, eine Zufallszahl, die nur Ihr Browser als seine eigene nachweisen kann, und, einmal am Tag für jede Sache, eine Marke „heute die erste dieses Browsers“. {dictionary} enthält jede Einzelheit und wer sie genehmigt hat. Bevor Sie wählen, zeigt das Banner jede wartende Notiz genau so, wie sie gesendet würde.',
  a8EachHour:
    'Jede Notiz hat außerdem ihren Tag und ihre Stunde, eine Zufallszahl, die nur Ihr Browser als seine eigene nachweisen kann, und, einmal am Tag für jede Sache, eine Marke „heute die erste dieses Browsers“. {dictionary} enthält jede Einzelheit und wer sie genehmigt hat. Bevor Sie wählen, zeigt das Banner jede wartende Notiz genau so, wie sie gesendet würde.',
  a8Dictionary: 'Das Verzeichnis',
  a8Never: 'Nie erhoben:',

  a9PageView: 'Wenn eine Seite gezeigt wird.',
  a9VisitStart: 'Wenn ein Besuch beginnt: bei der ersten Seite oder nach zehn Minuten ohne Tätigkeit.',
  a9VisitPages: 'Wenn ein Besuch 2, 3, 5 und 10 Seiten erreicht.',
  a9VisitSeconds: 'Wenn ein Besuch 10, 30, 60, 180 und 600 Sekunden gedauert hat.',
  a9VisitDay: 'Einmal am Tag, bei der ersten Seite.',
  a9: 'Bevor Sie annehmen, wird nichts gesendet. Danach werden Notizen binnen etwa einer Sekunde gesendet, solange die Seite offen ist, wenige auf einmal; was nicht gesendet werden konnte, wartet höchstens drei Tage in Ihrem Browser.',
  a9Day: 'Eine Notiz nennt ihren Tag, nicht die Stunde.',
  a9Hour: 'Eine Notiz nennt Stunde und Tag.',

  a10: 'Von den Seiten von {origin}, die das Skript {script} tragen, und gesendet nur an {site}. Ihr Browser erzwingt das: das Skript kann an keine andere Adresse senden.',
  a10Ignored: 'Auf diesen Seiten wird nichts notiert:',
  a10Paths:
    'Von einer Adresse wird nur der Pfad behalten, ohne Abfrage und Sprungmarke; Teile, die wie Kennungen aussehen, werden zu {identifier}.',
  a10Templates: 'Diese Formen stehen für alle ihre Seiten:',

  a11Place: 'Auf dem eigenen Server der Website: {place}.',
  a11NoPlace: 'Auf dem eigenen Server der Website; {controller} hat nicht gesagt, wo er steht.',
  a11Backups: 'Sicherungen werden höchstens {days} Tage aufbewahrt.',
  a11Tables: '{tables}, mit erfundenen Zeilen, sind öffentlich.',
  a11TablesLink: 'Die tatsächlichen Tabellen des Speichers',
  a11Label: 'Wie lange',
  a11Collected: 'Erhoben',
  a11Kept: 'Eine Notiz bleibt',
  a11Until: 'Erhoben bis',
  a11Days: '{days} Tage',
  a11NoEnd: 'kein Ende festgelegt',
  a11NoRetention:
    'Diese Version entfernt Notizen noch nicht von selbst, wenn die Zeit um ist; {controller} muss es tun.',
  a11Development:
    'Dies ist eine Seite in Entwicklung; ihre Zahlen werden jedes Mal neu berechnet und nicht aufbewahrt.',
  a11Figures:
    'Zahlen aus den Notizen eines abgeschlossenen Tages, jede aus mindestens {k} Browsern, sind anonym und bleiben für immer.',
  a11Answer: 'In Ihrem eigenen Browser bleibt Ihre Antwort {months} Monate.',

  a12: 'Ihre IP-Adresse und der Name Ihres Browsers werden von Askfirst weder gespeichert noch protokolliert, und kein Cookie wird gesetzt. Es gibt keine Kennung: kein Feld, kein Schlüssel, keine Reihenfolge und keine Marke verbindet zwei Notizen eines Browsers.',
  a12Except:
    'Ihre IP-Adresse und der Name Ihres Browsers werden von Askfirst weder gespeichert noch protokolliert, und kein Cookie wird gesetzt. Es gibt keine Kennung: kein Feld, kein Schlüssel, keine Reihenfolge und keine Marke verbindet zwei Notizen eines Browsers, mit den Ausnahmen unten.',
  a12Linked: 'Diese tragen eine Zufallszahl, die die Notizen eines Besuchs verbindet, und nur dieses Besuchs:',
  a12Development: 'Dies ist eine Seite in Entwicklung: ihre Berichte zeigen jeden einzelnen Besuch.',
  a12Crowd:
    'In Berichten ist niemand einzeln zu sehen: eine Zahl wird nur gezeigt, wenn mindestens {k} Browser dahinterstehen, und Selteneres wird mit einer größeren zusammengelegt.',
  a12Limits:
    'Was sich nicht versprechen lässt: sind Sie der einzige Besucher eines Tages, so weiß, wer die Notizen dieses Tages sieht, dass es Ihre sind. Und wer heimlich Abzüge des Speichers aufhebt und über die Zeit vergleicht, kann sehen, in welcher Reihenfolge Notizen kamen.',

  a13Off: 'Bevor Sie wählen, gibt es nichts zu sehen: nichts wird behalten.',
  a13Before:
    'Bevor Sie wählen: ja, das Banner führt jede wartende Notiz auf, in Worten und genau so, wie sie gesendet würde, mit einem Knopf, der sie entfernt.',
  a13After:
    'Danach: ja, unter „{choice}“ holt Ihr Browser von {origin}, was der Speicher von Ihnen hat, Notiz für Notiz. Niemand sonst kann das, denn nur Ihr Browser hat die Zufallszahlen, die eine Notiz als seine nachweisen.',
  a13NotYet:
    'Danach: Ihr Browser behält die Zufallszahl jeder Notiz, die er gesendet hat, und nur damit lässt sich eine Notiz finden. Diese Version hat noch keinen Knopf, der die Notizen holt.',

  a14Source: 'Der Code der Website: {source}.',
  a14NoSource: '{controller} hat den Code der Website nicht veröffentlicht.',
  a14Askfirst: 'Askfirst selbst ist auf beiden Seiten freie Software unter der Lizenz Apache-2.0.',
  a14Script: 'Das Skript, das hier läuft, ist {script}. SHA-256 seiner Bytes, wie {integrity} sie hätte:',
  a14Rebuild:
    'Um es nachzubauen: nehmen Sie die Askfirst-Version, die die Website nennt, führen Sie {commands} aus, und setzen Sie den Inhalt von {configuration} in Klammern an die Stelle von {placeholder}.',

  a15How:
    'Verlangen Sie sie unter „{choice}“, oder benutzen Sie das Formular auf dieser Seite mit der Schlüsseldatei, die Sie gesichert haben. Nach Konto und Namen wird nicht gefragt: Ihr Browser weist nach, welche Notizen seine sind.',
  a15What:
    'Sie werden sofort entfernt und am Wiederkommen gehindert. Sie bekommen eine unterschriebene Bescheinigung darüber, was gefunden und entfernt wurde. Sicherungen können noch höchstens {days} Tage Abzüge enthalten; eine Sicherung, die zurückgespielt wird, verliert sie, bevor sie benutzt wird. Zahlen, die bereits aus mindestens {k} Browsern gemacht wurden, bleiben; sie sind anonym.',
  a15NotYet:
    '„{reject}“ unter „{choice}“: nichts weiter wird erhoben, und was in Ihrem Browser gewartet hat, wird vernichtet. Diese Version kann früher gesendete Notizen noch nicht entfernen; verlangen können Sie es von {contact}. Weil nichts Gespeichertes sagt, wessen eine Notiz ist, kann {controller} Ihre nicht anhand Ihres Namens finden (DSGVO, Art. 11).',

  a16: 'Unter „{choice}“ bekommen Sie alle Notizen Ihres Browsers und Ihre Belege, mit der Bedeutung jedes Feldes, als ein Dokument. Es dauert Sekunden und braucht keinen Brief.',
  a16NotYet:
    'Diese Version hat noch keinen Knopf dafür. Schreiben Sie an {contact}; man sagt Ihnen, was allgemein erhoben wird, und das steht alles auf dieser Seite und in {dictionary}.',
  a16Letter:
    'Nichts Gespeichertes sagt, wessen eine Notiz ist; ein Brief mit Ihrem Namen lässt sich daher keinen Notizen zuordnen, und Sie brauchen nicht nachzuweisen, wer Sie sind (DSGVO, Art. 11 und 12).',
  a16Officer: 'Datenschutzbeauftragter: {officer}.',
  a16Authority: 'Sie können sich bei der Aufsichtsbehörde beschweren: {authority}.',

  a17: 'Nein. Das Skript kommt von {origin} und sendet an {origin}; Ihr Browser verweigert alles andere. Kein Anbieter ist beteiligt, also gibt es keinen, mit dem ein Vertrag zu schließen wäre. Verantwortlich ist {controller}. In dessen Auftrag verarbeiten heute Daten:',
  a17Label: 'Auftragsverarbeiter heute',
  a17Record:
    'Aus derselben Konfiguration wird ein Verzeichnis der Verarbeitungstätigkeiten (DSGVO, Art. 30) gemacht, das der Verantwortliche führt.',
  a17Nobody: 'Niemand.',
  a17Name: 'Name',
  a17Role: 'Aufgabe',
  a17Country: 'Land',
  a17Time: 'Zeit',
  a17Contract: 'Vertrag',
  a17Since: '{since} bis jetzt',
  a17SinceUntil: '{since} bis {until}',
  a17ContractLink: 'Vertrag',
  a17NoContract: 'nicht veröffentlicht',

  a18Forms: 'Was Leute in Formulare schreiben, wird nie gelesen: keine Messung kann es enthalten.',
  a18Text:
    'Text, den Leute schreiben, enthalten diese, die dafür genehmigt wurden: {metrics}. Kein Formular wird von selbst gelesen.',
  a18Elements: 'Elemente unter {mark} sind vor jedem Beobachter verborgen.',
  a18Pages: 'Ebenso ganze Seiten: {pages}.',
  a18NoPages: 'Ganze Seiten sind nicht ausgenommen.',
  a18List:
    'Auftragsverarbeiter sind die der Liste unten, frühere eingeschlossen. Änderungen daran lassen sich in {feed} verfolgen.',
  a18Label: 'Auftragsverarbeiter, heute und früher',

  a19None:
    'Diese Website weiß nicht, wer Sie sind oder für wen Sie arbeiten: hinter der Wahl steht keine Anmeldung. Ihre Antwort in Ihrem Browser ist die einzige, die es gibt, und die von niemand anderem zählt.',
  a19: 'Dann wird von Ihnen nichts erhoben. Eine Organisation kann für ihre Leute nur Nein sagen; Ja sagen können nur Sie, in Ihrem eigenen Browser, und Ihr Nein geht ihrem Ja vor. Sie brauchen keinen Grund zu nennen, und die Seiten sind dieselben.',
  a19Reaches:
    'Gespeichert wird nur ein Ja, das gilt, unter einem verschlüsselten Wert, und Ihr Nein löscht es: Wer Nein sagte, wer nie gefragt wurde und wer nie kam, hat keine Zeile; eine Liste derer, die ablehnten, gibt es also nicht. Jeder Ihrer Browser fragt für sich. Solange Sie ihn benutzen, fragt er einmal in der Stunde, ob Ihr Ja gilt; findet er keines, hört er auf und lässt löschen, was er gesendet hat, spätestens wenn seine zweite Stunde um ist. Eine Ablehnung nur für diesen Browser erfährt niemand. Davon, wer teilnimmt, wird nichts gezeigt als eine Zahl, auf Zehner oder mehr abgerundet, und nur wenn genug Menschen Ja sagten und genug nicht.',
  a19NotYet:
    'In dieser Version bleibt Ihr Nein in Ihrem Browser. Von selbst erreicht es Ihre anderen Browser nicht: antworten Sie auch dort.',
  a19Limits:
    'Was sich nicht versprechen lässt: wer diese Website betreibt, kann erkennen, wer Ja gesagt hat, und wer ihre Seiten, ihre Schlüssel oder die vollständigen Protokolle eines vorgeschalteten Servers in der Hand hat, kann herausfinden, was jemand gewählt hat.',

  a20: 'Nichts. Askfirst meldet niemandem etwas: weder das Skript noch der Sammler von {site} ruft zu Hause an, und in beiden steht keine Adresse, die sie anrufen könnten. Was erhoben wird, bleibt bei {controller}.',

  a21: 'Jede Antwort hat eine eigene Adresse, die sich nicht ändert, und lässt sich drucken. Die Seite steht unter {page}:',

  reportVisitors: 'Besucher',
  reportPageViews: 'Seitenaufrufe',
  reportTopPages: 'Meistgesehene Seiten',
};
