Attribute VB_Name = "PmoButtons"
'@Folder("PMO")
'@ModuleDescription("One procedure per button. Start's buttons and Alt+F8 call these; the ribbon calls Ribbon...")
'
' Public procedures: Pmo... (buttons), Ribbon... (their callbacks on the ribbon), PmoTick (called by the timer).
' Errors: none are raised; PmoRun tells the user.
'
Option Explicit

'@Description("Checks the sheets and lists on Issues what to correct.")
Public Sub PmoCheck()
    PmoRun.RunStep "check", "Checking", ""
End Sub

'@Description("Goes to the next cell that needs correcting.")
Public Sub PmoNextIssue()
    PmoRun.RunStep "next_issue", "Looking for the next issue", ""
End Sub

'@Description("Checks, measures and writes all report tabs anew.")
Public Sub PmoRefresh()
    PmoRun.RunStep "refresh", "Refreshing", ""
End Sub

'@Description("Writes only RACI and RACI Load anew.")
Public Sub PmoRaciOnly()
    PmoRun.RunStep "raci", "Writing RACI", ""
End Sub

'@Description("Tells how the clocks of the selected request were counted.")
Public Sub PmoExplain()
    PmoRun.RunStep "explain", "Explaining", ""
End Sub

'@Description("Stamps the selected requests as answered now.")
Public Sub PmoAnsweredNow()
    PmoRun.RunStep "answered", "Stamping", ""
End Sub

'@Description("Begins a hold on the selected requests, after asking whom they wait for.")
Public Sub PmoWaitingFor()
    Dim Reason As String
    Reason = PmoAsk.WaitingReason()
    If Len(Reason) > 0 Then PmoRun.RunStep "waiting", "Stamping", Reason
End Sub

'@Description("Ends the open holds of the selected requests now.")
Public Sub PmoResume()
    PmoRun.RunStep "resume", "Stamping", ""
End Sub

'@Description("Closes the selected requests now and ends their holds.")
Public Sub PmoCloseNow()
    PmoRun.RunStep "close", "Stamping", ""
End Sub

'@Description("Brings a request log (CSV or .xlsx) into Requests and Holds, after asking for the file.")
Public Sub PmoImportLog()
    Dim LogFile As String
    LogFile = PmoAsk.LogFile()
    If Len(LogFile) > 0 Then PmoRun.RunStep "import_log", "Importing", LogFile
End Sub

'@Description("Makes the clean copy, its PDF and the mail drafts from the saved workbook.")
Public Sub PmoPublish()
    PmoRun.RunStep "publish", "Publishing", ""
End Sub

'@Description("Makes slides, the written catalogue and the web page too.")
Public Sub PmoPublishAll()
    PmoRun.RunStep "publish_all", "Publishing", ""
End Sub

'@Description("Publishes although errors leave rows out; the copy says how many.")
Public Sub PmoPublishWithNote()
    PmoRun.RunStep "publish_with_note", "Publishing", ""
End Sub

'@Description("Says how this workbook is brought to the present template.")
Public Sub PmoUpgrade()
    PmoRun.RunStep "upgrade", "Looking", ""
End Sub

'@Description("Goes to the front page.")
Public Sub PmoStart()
    Application.Goto ThisWorkbook.Names("go_start").RefersToRange
End Sub

'@Description("Looks how far the run is. The timer calls it; there is no need to.")
Public Sub PmoTick()
    PmoRun.Look
End Sub

'@Description("Ribbon: Check.")
Public Sub RibbonCheck(ByVal Control As Object)
    PmoCheck
End Sub

'@Description("Ribbon: Next issue.")
Public Sub RibbonNextIssue(ByVal Control As Object)
    PmoNextIssue
End Sub

'@Description("Ribbon: Refresh all.")
Public Sub RibbonRefresh(ByVal Control As Object)
    PmoRefresh
End Sub

'@Description("Ribbon: RACI only.")
Public Sub RibbonRaciOnly(ByVal Control As Object)
    PmoRaciOnly
End Sub

'@Description("Ribbon: Explain request.")
Public Sub RibbonExplain(ByVal Control As Object)
    PmoExplain
End Sub

'@Description("Ribbon: Answered now.")
Public Sub RibbonAnsweredNow(ByVal Control As Object)
    PmoAnsweredNow
End Sub

'@Description("Ribbon: Waiting for.")
Public Sub RibbonWaitingFor(ByVal Control As Object)
    PmoWaitingFor
End Sub

'@Description("Ribbon: Resume.")
Public Sub RibbonResume(ByVal Control As Object)
    PmoResume
End Sub

'@Description("Ribbon: Close now.")
Public Sub RibbonCloseNow(ByVal Control As Object)
    PmoCloseNow
End Sub

'@Description("Ribbon: Publish.")
Public Sub RibbonPublish(ByVal Control As Object)
    PmoPublish
End Sub

'@Description("Ribbon: Publish everything.")
Public Sub RibbonPublishAll(ByVal Control As Object)
    PmoPublishAll
End Sub

'@Description("Ribbon: Publish with note.")
Public Sub RibbonPublishWithNote(ByVal Control As Object)
    PmoPublishWithNote
End Sub

'@Description("Ribbon: Import log.")
Public Sub RibbonImportLog(ByVal Control As Object)
    PmoImportLog
End Sub

'@Description("Ribbon: Start.")
Public Sub RibbonStart(ByVal Control As Object)
    PmoStart
End Sub

'@Description("Ribbon: Upgrade.")
Public Sub RibbonUpgrade(ByVal Control As Object)
    PmoUpgrade
End Sub

'@Description("Ribbon: About.")
Public Sub RibbonAbout(ByVal Control As Object)
    PmoAbout.PmoShowAbout
End Sub
